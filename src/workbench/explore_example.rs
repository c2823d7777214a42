//! Worked examples: what the guidance for answering says, shown on the engine.

use domain::Level;

/// A worked example: one answer, another one to compare it with, and what to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The advice, in a few words.
    pub name: &'static str,
    /// The advice in a sentence.
    pub advice: &'static str,
    /// The answer that is pinned: job title and tasks.
    pub before: (&'static str, &'static str),
    /// The answer that is put into the fields.
    pub after: (&'static str, &'static str),
    /// The level whose words tell most about it, in both answers.
    pub level: Level,
    /// What to look at.
    pub look: &'static str,
}

/// All, in the order in which they are shown.
pub const EXAMPLES: [Example; 6] = [
    Example {
        name: "Title and tasks together",
        advice: "A title with its main tasks is coded better than a title alone.",
        before: ("mechanic", ""),
        after: ("mechanic", "repairs diesel engines of trucks"),
        level: Level::UnitGroup,
        look: "Alone, “mechanic” stays below the optimal threshold. Look at the unit group: there “diesel” and \
               “trucks” settle what the title leaves open.",
    },
    Example {
        name: "Be specific",
        advice: "Say which kind: of school, of machine, of goods.",
        before: ("teacher", ""),
        after: ("primary school teacher", ""),
        level: Level::UnitGroup,
        look: "“teacher” is cut at the minor group, because no kind of school reaches the minimum threshold. Two more \
               words lead to one occupation.",
    },
    Example {
        name: "Vague answers",
        advice: "A position without a field, or only how one is employed, gets a group or no code.",
        before: ("manager", ""),
        after: ("self employed", ""),
        level: Level::MajorGroup,
        look: "“manager” is certain to be a manager, and no more: the path breaks below the major group. “self employed” \
               says nothing of the work; OSCA has a code for such answers, ANZSCO has none.",
    },
    Example {
        name: "Misspellings",
        advice: "Letters that are missing or swapped cost a little confidence, rarely the code.",
        before: ("electrician", ""),
        after: ("electrisian", ""),
        level: Level::MajorGroup,
        look: "Both get the same code. Compare the joint probabilities: parts of words still speak for the occupation, but \
               less.",
    },
    Example {
        name: "Two jobs in one",
        advice: "One answer holds one job: the main one.",
        before: ("plumber", ""),
        after: ("plumber and bus driver", ""),
        level: Level::MajorGroup,
        look: "Only one of the two jobs gets the code, and with high confidence: at the major group “plumber” speaks \
               against it in vain. So such an answer is flagged for a person, however sure the engine is.",
    },
    Example {
        name: "Not an occupation",
        advice: "Who has no job says so; the answer is then no occupation.",
        before: ("retired", ""),
        after: ("student", ""),
        level: Level::MajorGroup,
        look: "OSCA has codes for answers outside its scope, and a person confirms them. ANZSCO has none: there the answer \
               stays uncoded.",
    },
];

#[cfg(test)]
mod tests {
    use classifier::Engine;
    use domain::{ClassificationId, Outcome, Status};
    use review::{Flag, Flags};

    use super::*;

    /// What the sentences of the examples say of the engine holds.
    #[test]
    fn the_examples_show_what_they_say() {
        let engines = ClassificationId::ALL.map(|id| Engine::shipped(id).unwrap());
        let of = |at: usize, (title, tasks): (&str, &str)| {
            let engine = &engines[at];
            let coding = engine.code(title, tasks, &mut classifier::Scratch::default());
            let outcome = Outcome::of(&coding, engine.card().thresholds);
            (outcome, Flags::of(&coding, &outcome, engine.card().thresholds))
        };
        let osca: Vec<_> = EXAMPLES.iter().map(|example| (of(0, example.before), of(0, example.after))).collect();
        let (before, after) = osca[0];
        assert!(before.1.has(Flag::BelowOptimal) && after.1.is_empty() && before.0.code != after.0.code);
        let (before, after) = osca[1];
        assert_eq!((before.0.status, before.0.level), (Status::Partial, Some(Level::MinorGroup)));
        assert!(after.0.status == Status::Coded && after.1.is_empty());
        let (before, after) = osca[2];
        assert_eq!((before.0.status, before.0.level), (Status::Partial, Some(Level::MajorGroup)));
        assert_eq!(after.0.status, Status::NonClassification);
        assert_eq!(of(1, EXAMPLES[2].after).0.status, Status::Uncoded);
        let (before, after) = osca[3];
        assert_eq!(before.0.code, after.0.code);
        assert!(after.0.confidence < before.0.confidence);
        let (_, after) = osca[4];
        assert!(after.1.has(Flag::TwoJobs) && after.0.status == Status::Coded);
        for example in &EXAMPLES {
            for (title, tasks) in [example.before, example.after] {
                let explanation = engines[0].explain_path(title, tasks, 1);
                let level = explanation.levels.iter().find(|of| of.level == example.level).unwrap();
                assert!(!level.evidence.is_empty(), "{}: {title}", example.name);
            }
        }
        for answer in [EXAMPLES[5].before, EXAMPLES[5].after] {
            assert_eq!(of(0, answer).0.status, Status::NonClassification);
            assert_eq!(of(1, answer).0.status, Status::Uncoded);
        }
    }
}
