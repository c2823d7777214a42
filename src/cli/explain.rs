//! `occudesk explain`: the path of one answer, its siblings, and the words that decided.

use std::fmt::Write as _;
use std::io::Write as _;

use classifier::{Engine, Explanation, Field, LevelExplanation};
use domain::{Classification, Code, Outcome, Step};
use review::Flags;
use serde_json::{Value, json};

use crate::Failure;
use crate::inputs::{Choice, ThresholdChoice};

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The job title.
    title: String,
    /// The main tasks.
    #[arg(default_value = "")]
    tasks: String,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    thresholds: ThresholdChoice,
    /// Prints JSON, for programs.
    #[arg(long)]
    json: bool,
}

const SUGGESTIONS: usize = 5;
const SIBLINGS: usize = 3;

/// Runs the subcommand.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let engine = arguments.choice.engine()?;
    let thresholds = arguments.thresholds.over(engine.card().thresholds)?;
    let explanation = engine.explain(&arguments.title, &arguments.tasks, SUGGESTIONS);
    let outcome = Outcome::of(&explanation.coding, thresholds);
    let flags = Flags::of(&explanation.coding, &outcome, thresholds);
    let shown = Shown { arguments, engine: &engine, explanation: &explanation, outcome, flags };
    let text = if arguments.json { format!("{:#}\n", shown.json()) } else { shown.text() };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

struct Shown<'a> {
    arguments: &'a Arguments,
    engine: &'a Engine,
    explanation: &'a Explanation,
    outcome: Outcome,
    flags: Flags,
}

impl Shown<'_> {
    fn classification(&self) -> &'static Classification {
        Classification::get(self.engine.card().classification)
    }

    fn title(&self, code: Code) -> &'static str {
        if code.as_str() == "0" { "Out of scope" } else { self.classification().title(code) }
    }

    fn word(&self, field: Field, range: &std::ops::Range<usize>) -> &str {
        match field {
            Field::Title => &self.arguments.title[range.clone()],
            Field::Tasks => &self.arguments.tasks[range.clone()],
        }
    }

    // Writing to a String cannot fail.
    fn text(&self) -> String {
        let mut text = String::new();
        let code = self
            .outcome
            .code
            .map_or("no code".to_owned(), |code| format!("{code} {}", self.classification().nfd_title(code)));
        let _ = writeln!(text, "{}: {code}   confidence {:.3}", self.outcome.status.word(), self.outcome.confidence);
        if !self.flags.is_empty() {
            let _ = writeln!(text, "Needs review: {}", self.flags.to_text().replace(';', ", "));
        }
        if !self.explanation.levels.is_empty() {
            let _ = writeln!(text, "\n{:<16}  given parent  joint", "Path");
        }
        for level in &self.explanation.levels {
            self.level(level, &mut text);
        }
        if let Some(greedy) = self.explanation.greedy.as_ref().and_then(|path| path.last()) {
            let _ = writeln!(
                text,
                "\nTaking the most probable child at each level leads to {} {} ({:.3}).",
                greedy.code,
                self.title(greedy.code),
                greedy.joint
            );
        }
        if let Some(other) = &self.explanation.counterfactual {
            let words: Vec<&str> = other.without.iter().map(|(field, range)| self.word(*field, range)).collect();
            let _ = writeln!(
                text,
                "\nWithout “{}” it would be {} {} ({:.3}).",
                words.join("”, “"),
                other.code,
                self.title(other.code),
                other.confidence
            );
        }
        if !self.explanation.suggestions.is_empty() {
            let _ = writeln!(text, "\nSuggestions");
        }
        for (rank, suggestion) in self.explanation.suggestions.iter().enumerate() {
            let _ = writeln!(
                text,
                "  {}  {:.3}  {} {}",
                rank + 1,
                suggestion.confidence,
                suggestion.code,
                self.title(suggestion.code)
            );
        }
        let _ = writeln!(text, "\nModel {}, {}", self.engine.card().id, self.classification().id().full_name());
        text
    }

    fn level(&self, level: &LevelExplanation, text: &mut String) {
        let Step { code, conditional, joint } = level.chosen;
        let broken = self.explanation.coding.break_level == Some(level.level);
        let mark = if broken { "  ← break level" } else { "" };
        let _ = writeln!(
            text,
            "{:<16}  {conditional:>12.3}  {joint:.3}  {code} {}{mark}",
            level.level.name(),
            self.title(code)
        );
        for sibling in level.siblings.iter().take(SIBLINGS).filter(|sibling| sibling.conditional >= 0.01) {
            let _ = writeln!(
                text,
                "{:<16}  {:>12.3}         {} {}",
                "",
                sibling.conditional,
                sibling.code,
                self.title(sibling.code)
            );
        }
        let mut words: Vec<_> = level.evidence.iter().filter(|word| word.weight.abs() >= 0.005).collect();
        words.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        if let Some(against) = level.siblings.first().filter(|_| !words.is_empty()) {
            let words: Vec<String> = words
                .iter()
                .take(8)
                .map(|word| format!("{} {:+.2}", self.word(word.field, &word.range), word.weight))
                .collect();
            let _ = writeln!(text, "{:<16}  words for {code} against {}: {}", "", against.code, words.join(", "));
        }
    }

    fn json(&self) -> Value {
        let step = |step: &Step| json!({"code": step.code.as_str(), "title": self.title(step.code), "conditional": step.conditional, "joint": step.joint});
        let level = |level: &LevelExplanation| {
            let words: Vec<Value> = level
                .evidence
                .iter()
                .map(|word| {
                    let field = if word.field == Field::Title { "title" } else { "tasks" };
                    json!({"word": self.word(word.field, &word.range), "field": field, "start": word.range.start, "end": word.range.end, "weight": word.weight})
                })
                .collect();
            json!({
                "level": level.level.number(), "name": level.level.name(), "chosen": step(&level.chosen),
                "siblings": level.siblings.iter().map(step).collect::<Vec<_>>(), "words": words, "constant": level.constant,
            })
        };
        let coding = &self.explanation.coding;
        json!({
            "classification": self.engine.card().classification.key(),
            "model": self.engine.card().id,
            "status": self.outcome.status.word(),
            "code": self.outcome.code.map(|code| code.to_string()),
            "title": self.outcome.code.map(|code| self.title(code)),
            "level": self.outcome.level.map(domain::Level::number),
            "confidence": self.outcome.confidence,
            "margin": coding.margin,
            "flags": self.flags.iter().map(review::Flag::word).collect::<Vec<_>>(),
            "break_level": coding.break_level.map(domain::Level::number),
            "path": self.explanation.levels.iter().map(level).collect::<Vec<_>>(),
            "greedy": self.explanation.greedy.as_ref().map(|path| path.iter().map(step).collect::<Vec<_>>()),
            "counterfactual": self.explanation.counterfactual.as_ref().map(|other| json!({
                "without": other.without.iter().map(|(field, range)| self.word(*field, range)).collect::<Vec<_>>(),
                "code": other.code.as_str(), "title": self.title(other.code), "confidence": other.confidence,
            })),
            "suggestions": self.explanation.suggestions.iter().map(|suggestion| {
                json!({"code": suggestion.code.as_str(), "title": self.title(suggestion.code), "confidence": suggestion.confidence})
            }).collect::<Vec<_>>(),
        })
    }
}
