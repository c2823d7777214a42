//! Taking in what coders of packs decided: only what is new or changed, and as one entry.

use std::collections::{BTreeMap, BTreeSet};

use domain::Code;

use crate::{
    Action, Checks, Decision, Entry, IndependentCoding, Judgement, Ledger, Purpose, RecordId, Remark, Timestamp,
};

/// What a coder's pack says of a record of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Number of the split that made the pack.
    pub split: u32,
    /// The coder whom the pack was made for.
    pub coder: String,
    /// When the coder last did something with the record. Of two copies of a pack the one that is later counts.
    pub at: Timestamp,
    /// What stands decided, and when that was; `None` for a record that is not decided, or not any more.
    pub decision: Option<(Decision, Timestamp)>,
    /// The coder's note; empty for none.
    pub note: String,
    /// Referred to somebody else.
    pub referred: bool,
    /// Flagged by hand.
    pub flagged: bool,
}

/// What a pack holds, in numbers of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackTally {
    /// In the pack.
    pub records: usize,
    /// Decided, uncodable ones included.
    pub decided: usize,
    /// Decided to be uncodable.
    pub uncodable: usize,
    /// Referred to somebody else.
    pub referred: usize,
    /// Flagged by hand.
    pub flagged: usize,
    /// With a note.
    pub noted: usize,
    /// Decided by somebody who gave another name than the coder's.
    pub by_others: usize,
}

impl PackTally {
    /// Not decided yet.
    pub fn undecided(&self) -> usize {
        self.records - self.decided
    }
}

/// What the log of a pack, whose records have these numbers in the project, says of every record that the coder touched;
/// by the number in the project.
pub fn brought(
    pack: &Ledger,
    records: &[RecordId],
    split: u32,
    coder: &str,
) -> (BTreeMap<RecordId, Brought>, PackTally) {
    let mut touched: BTreeMap<RecordId, Timestamp> = BTreeMap::new();
    for entry in pack.entries() {
        for change in &entry.changes {
            let last = touched.entry(change.record).or_insert(entry.at);
            *last = entry.at.max(*last);
        }
    }
    let mut tally = PackTally { records: records.len(), ..PackTally::default() };
    let mut found = BTreeMap::new();
    let untouched = Judgement::default();
    for (record, at) in touched {
        let Some(own) = records.get(record as usize) else { continue };
        let judgement = pack.judgement(record).unwrap_or(&untouched);
        let entry = pack.deciding_entry(record);
        let decision = judgement.decision.zip(entry.map(|entry| entry.at));
        tally.decided += usize::from(decision.is_some());
        tally.uncodable += usize::from(decision.is_some_and(|(decision, _)| decision.code().is_none()));
        tally.referred += usize::from(judgement.referred);
        tally.flagged += usize::from(judgement.flagged);
        tally.noted += usize::from(!judgement.note.is_empty());
        tally.by_others += usize::from(entry.is_some_and(|entry| entry.reviewer != coder));
        let (coder, note) = (coder.to_owned(), judgement.note.clone());
        let (referred, flagged) = (judgement.referred, judgement.flagged);
        found.insert(*own, Brought { split, coder, at, decision, note, referred, flagged });
    }
    (found, tally)
}

/// What taking packs in does, in numbers of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeTotals {
    /// Touched.
    pub changed: usize,
    /// Decided after it, and not before.
    pub decided: usize,
    /// Of the touched ones, coded by several who agree.
    pub agree: usize,
    /// Of the touched ones, left to be adjudicated: coders differ, or a coder differs from what was decided here.
    pub differ: usize,
    /// Whose decision is taken back, because a coder withdrew it or others differ.
    pub reopened: usize,
}

impl MergeTotals {
    /// What an entry of [`Ledger::merge`] does.
    pub fn of(entry: &Entry) -> MergeTotals {
        let mut totals = MergeTotals { changed: entry.changes.len(), ..MergeTotals::default() };
        for change in &entry.changes {
            let (before, after) = (change.before.is_reviewed(), change.after.is_reviewed());
            let coded = change.after.codings().iter().filter(|coding| coding.is_of_pack()).count();
            totals.decided += usize::from(after && !before);
            totals.reopened += usize::from(before && !after);
            totals.differ += usize::from(change.after.is_disputed());
            totals.agree += usize::from(coded > 1 && !change.after.is_disputed());
        }
        totals
    }
}

impl Ledger {
    /// Makes the entry that takes in what packs say, in any order, as often as one likes: what is known already changes
    /// nothing, and what an older copy of a pack says does not count.
    ///
    /// Where all coders of a record came to one code, and nobody in the project decided, that is its decision, until
    /// another coder differs; a coder who refers the record without deciding leaves it open. Where coders differ, or one
    /// differs from what was decided in the project, somebody has to settle it. Notes are added to the note of the record
    /// behind the coder's name. `None` when nothing is new.
    pub fn merge(&self, at: Timestamp, reviewer: &str, merged: &BTreeMap<RecordId, Vec<Brought>>) -> Option<Entry> {
        let number = self.next_number();
        self.next_entry(at, reviewer, Action::Merge, merged.keys().copied(), |record, judgement| {
            let by_merge = judgement.decided_in.and_then(|number| self.entry(number));
            let by_merge = by_merge.is_some_and(|entry| entry.action == Action::Merge);
            let brought = merged.get(&record).map_or(&[][..], Vec::as_slice);
            take_in(judgement, brought, by_merge, number);
        })
    }
}

fn take_in(judgement: &mut Judgement, brought: &[Brought], by_merge: bool, number: u64) {
    // What people in the project decided stands, whatever coders say.
    let standing = judgement.decision.filter(|_| !by_merge);
    let mut checks = judgement.checks.take().map(|checks| *checks).unwrap_or_default();
    let before = Marks::of(&checks);
    let mut new = false;
    for word in brought {
        new |= take_word(&mut checks, &mut judgement.note, word, standing);
    }
    if new && standing.is_none() {
        // No person's decision stands, so that nothing is settled.
        checks.settled = 0;
        checks.codings.sort_by(|one, other| (one.at, &one.reviewer).cmp(&(other.at, &other.reviewer)));
    }
    let after = Marks::of(&checks);
    judgement.checks = (!checks.is_empty()).then(|| Box::new(checks));
    if !new {
        return;
    }
    let mut decided = false;
    if standing.is_none() {
        let had = judgement.decision.take();
        let agreed = agreed(judgement);
        decided = agreed.is_some();
        judgement.decision = agreed;
        judgement.decided_in = match agreed {
            Some(_) if agreed == had => judgement.decided_in,
            Some(_) => Some(number),
            None => None,
        };
    }
    judgement.referred = mark(judgement.referred, before.referred, after.referred, decided);
    judgement.flagged = mark(judgement.flagged, before.flagged, after.flagged, decided);
}

/// Whether any coder of a pack referred or flagged a record.
struct Marks {
    referred: bool,
    flagged: bool,
}

impl Marks {
    fn of(checks: &Checks) -> Marks {
        let any = |set: fn(&Remark) -> bool| checks.remarks.iter().any(set);
        Marks { referred: any(|remark| remark.referred), flagged: any(|remark| remark.flagged) }
    }
}

/// A mark of the record: with a decision that of the coders, else it comes and goes with theirs.
fn mark(stands: bool, before: bool, after: bool, decided: bool) -> bool {
    if decided || before != after { after } else { stands }
}

/// The decision on which all coders of packs agree, the first of theirs. Expects a judgement without a decision.
fn agreed(judgement: &Judgement) -> Option<Decision> {
    let checks = judgement.checks.as_ref()?;
    if judgement.is_disputed() {
        return None;
    }
    checks.codings.iter().find(|coding| coding.is_of_pack()).map(|coding| coding.decision)
}

/// Takes in what one coder says of a record. `false` when it is known, or older than what is known.
fn take_word(checks: &mut Checks, note: &mut String, word: &Brought, standing: Option<Decision>) -> bool {
    let purpose = Purpose::Pack(word.split);
    let of_coder = |coding: &IndependentCoding| coding.purpose == purpose && coding.reviewer == word.coder;
    let by_coder = |remark: &Remark| remark.split == word.split && remark.reviewer == word.coder;
    let coded = checks.codings.iter().position(of_coder);
    let remarked = checks.remarks.iter().position(by_coder);
    let known_coding = coded.and_then(|at| checks.codings.get(at));
    let known_remark = remarked.and_then(|at| checks.remarks.get(at));
    let known_at = known_coding.map(|coding| coding.at).max(known_remark.map(|remark| remark.at));
    if known_at.is_some_and(|known| word.at < known) {
        return false;
    }
    let coding = word.coding(standing.and_then(Decision::code));
    let remark = word.remark();
    let same = match (known_coding, &coding) {
        (Some(known), Some(coding)) => {
            (known.decision, known.at, &known.note) == (coding.decision, coding.at, &coding.note)
        }
        (known, coding) => known.is_none() && coding.is_none(),
    };
    if same && known_remark == remark.as_ref() {
        return false;
    }
    let known_note = match (known_coding, known_remark) {
        (Some(coding), _) => coding.note.clone(),
        (None, remark) => remark.map(|remark| remark.note.clone()).unwrap_or_default(),
    };
    say(note, &word.coder, &known_note, &word.note);
    if !same {
        if let Some(at) = coded {
            checks.codings.remove(at);
            checks.settled -= usize::from(at < checks.settled);
        }
        checks.codings.extend(coding);
    }
    if let Some(at) = remarked {
        checks.remarks.remove(at);
    }
    checks.remarks.extend(remark);
    checks.remarks.sort_by(|one, other| (one.split, &one.reviewer).cmp(&(other.split, &other.reviewer)));
    true
}

impl Brought {
    fn coding(&self, against: Option<Code>) -> Option<IndependentCoding> {
        let (decision, at) = self.decision?;
        let (reviewer, note) = (self.coder.clone(), self.note.clone());
        Some(IndependentCoding { purpose: Purpose::Pack(self.split), reviewer, at, decision, note, against })
    }

    /// What a coding does not say: that there is none, marks, and that the coder touched the record later.
    fn remark(&self) -> Option<Remark> {
        let says_all = self.decision.is_some_and(|(_, at)| at == self.at) && !self.referred && !self.flagged;
        let note = if self.decision.is_none() { self.note.clone() } else { String::new() };
        let (split, reviewer, at) = (self.split, self.coder.clone(), self.at);
        let (referred, flagged) = (self.referred, self.flagged);
        (!says_all).then_some(Remark { split, reviewer, at, note, referred, flagged })
    }
}

/// Puts a coder's note into the note of a record, in the place of what the coder said before.
fn say(note: &mut String, coder: &str, before: &str, after: &str) {
    if before == after {
        return;
    }
    let line = |words: &str| if words.is_empty() { String::new() } else { format!("{coder}: {words}") };
    let (old, new) = (line(before), line(after));
    match note.find(&old).filter(|_| !old.is_empty()) {
        Some(at) => note.replace_range(at..at + old.len(), &new),
        None if !new.is_empty() => {
            if !note.is_empty() {
                note.push('\n');
            }
            note.push_str(&new);
        }
        None => {}
    }
    if new.is_empty() {
        // The line of a note that is withdrawn goes with it.
        let lines: Vec<&str> = note.lines().filter(|line| !line.is_empty()).collect();
        *note = lines.join("\n");
    }
}

/// What is known of the coders of packs in a project: for each split and coder, how many records have a coding or a remark,
/// and when the last was made.
pub fn taken_in(ledger: &Ledger) -> BTreeMap<(u32, String), (usize, Timestamp)> {
    let mut known: BTreeMap<(u32, &str), (BTreeSet<RecordId>, Timestamp)> = BTreeMap::new();
    for (record, judgement) in ledger.judgements() {
        let Some(checks) = &judgement.checks else { continue };
        let codings = checks.codings.iter().filter_map(|coding| match coding.purpose {
            Purpose::Pack(split) => Some((split, coding.reviewer.as_str(), coding.at)),
            _ => None,
        });
        let remarks = checks.remarks.iter().map(|remark| (remark.split, remark.reviewer.as_str(), remark.at));
        for (split, coder, at) in codings.chain(remarks) {
            let (records, last) = known.entry((split, coder)).or_insert_with(|| (BTreeSet::new(), at));
            records.insert(record);
            *last = at.max(*last);
        }
    }
    known
        .into_iter()
        .map(|((split, coder), (records, last))| ((split, coder.to_owned()), (records.len(), last)))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Choice, Deal, Final, Flag, Flags, Overlap, Uncodable};

    fn code(text: &str) -> Decision {
        Decision::Code { code: Code::parse(text).unwrap(), choice: Choice::Search }
    }

    fn word(coder: &str, at: i64, decision: Option<&str>) -> Brought {
        Brought {
            split: 1,
            coder: coder.to_owned(),
            at: Timestamp(at),
            decision: decision.map(|text| (code(text), Timestamp(at))),
            note: String::new(),
            referred: false,
            flagged: false,
        }
    }

    fn merge(ledger: &mut Ledger, words: &[Brought]) -> bool {
        let merged = BTreeMap::from([(3, words.to_vec())]);
        let entry = ledger.merge(Timestamp(90), "S", &merged);
        let new = entry.is_some();
        entry.into_iter().for_each(|entry| ledger.apply(entry).unwrap());
        new
    }

    fn last(ledger: &Ledger) -> Final<'_> {
        Final::of(3, None, ledger)
    }

    fn is_disputed(ledger: &Ledger) -> bool {
        Flags::NONE.with_judgement(ledger.judgement(3)).has(Flag::CodersDiffer)
    }

    #[test]
    fn coders_who_agree_decide_together_by_their_names() {
        let mut ledger = Ledger::new();
        assert!(merge(&mut ledger, &[word("Ben", 7, Some("371131")), word("Ann", 9, Some("371131"))]));
        let found = last(&ledger);
        assert_eq!((&*found.reviewer, found.decided_at), ("Ann; Ben", Some(Timestamp(9))));
        assert_eq!(found.code, Code::parse("371131").ok());
        assert!(!is_disputed(&ledger));
        assert!(!merge(&mut ledger, &[word("Ben", 7, Some("371131"))]), "nothing new");
        assert!(!merge(&mut ledger, &[word("Ben", 6, Some("265433"))]), "an older copy");
        ledger.apply(ledger.undo(Timestamp(91), "S").unwrap()).unwrap();
        assert_eq!(ledger.judgements().len(), 0, "one undo takes all of it back");
    }

    #[test]
    fn a_decision_of_coders_stands_until_another_one_differs_and_a_person_settles_it() {
        let mut ledger = Ledger::new();
        merge(&mut ledger, &[word("Ann", 5, Some("371131"))]);
        assert_eq!(last(&ledger).reviewer, "Ann");
        merge(&mut ledger, &[word("Ben", 6, Some("265433"))]);
        assert!(is_disputed(&ledger) && last(&ledger).code.is_none());
        ledger.apply(ledger.decide(Timestamp(92), "S", [(3, code("265433"))]).unwrap()).unwrap();
        assert!(!is_disputed(&ledger));
        assert_eq!(last(&ledger).reviewer, "S");
        // A coder comes round to it: nothing is open. Another one changes to something else: it is.
        merge(&mut ledger, &[word("Ann", 10, Some("265433"))]);
        assert!(!is_disputed(&ledger));
        merge(&mut ledger, &[word("Ben", 11, Some("121311"))]);
        assert!(is_disputed(&ledger));
        assert_eq!(last(&ledger).code, Code::parse("265433").ok(), "what a person decided stands");
        assert_eq!(ledger.judgement(3).unwrap().codings().len(), 2, "each coder says one thing");
    }

    #[test]
    fn what_was_decided_here_stands_and_a_coder_who_differs_is_to_be_settled() {
        for standing in [code("371131"), Decision::Uncodable(Uncodable::TooVague)] {
            let mut ledger = Ledger::new();
            ledger.apply(ledger.decide(Timestamp(1), "S", [(3, standing)]).unwrap()).unwrap();
            merge(&mut ledger, &[word("Ann", 5, Some("265433"))]);
            assert!(is_disputed(&ledger), "{standing:?}");
            assert_eq!(last(&ledger).code, standing.code());
        }
    }

    #[test]
    fn who_withdraws_a_decision_leaves_the_record_open_and_an_older_copy_does_not_bring_it_back() {
        let mut ledger = Ledger::new();
        merge(&mut ledger, &[word("Ann", 5, Some("371131"))]);
        assert!(merge(&mut ledger, &[word("Ann", 8, None)]));
        assert_eq!(last(&ledger).code, None);
        assert!(!merge(&mut ledger, &[word("Ann", 5, Some("371131"))]));
        assert_eq!(last(&ledger).code, None);
    }

    #[test]
    fn a_referral_without_a_decision_leaves_the_record_open_with_what_the_coders_wrote() {
        let mut ledger = Ledger::new();
        let referred = Brought { referred: true, note: "two jobs?".to_owned(), ..word("Ben", 6, None) };
        let noted = Brought { note: "see the union".to_owned(), ..word("Ann", 5, Some("371131")) };
        for (words, note) in [
            ([&referred, &noted], "Ben: two jobs?\nAnn: see the union"),
            ([&noted, &referred], "Ann: see the union\nBen: two jobs?"),
        ] {
            let mut ledger = ledger.clone();
            for word in words {
                merge(&mut ledger, std::slice::from_ref(word));
            }
            assert_eq!((last(&ledger).code, last(&ledger).note), (None, note));
            assert!(ledger.judgement(3).unwrap().referred);
        }
        merge(&mut ledger, &[referred]);
        let decided = Brought { note: "it is one".to_owned(), ..word("Ben", 8, Some("371131")) };
        merge(&mut ledger, &[decided]);
        assert_eq!((last(&ledger).reviewer.as_ref(), last(&ledger).note), ("Ben", "Ben: it is one"));
        assert!(!ledger.judgement(3).unwrap().referred);
        merge(&mut ledger, &[word("Ben", 9, Some("371131"))]);
        assert_eq!(last(&ledger).note, "");
    }

    #[test]
    fn a_pack_says_what_was_touched_in_it_by_the_numbers_of_the_project() {
        let mut pack = Ledger::new();
        let mut does = |entry: Option<Entry>| pack.apply(entry.unwrap()).unwrap();
        let empty = Ledger::new();
        does(empty.decide(Timestamp(1), "Ann", [(0, code("371131"))]));
        let (found, tally) = brought(&pack, &[7, 9], 2, "Ann");
        assert_eq!(found.len(), 1);
        assert_eq!(found[&7].decision, Some((code("371131"), Timestamp(1))));
        assert_eq!((tally.records, tally.decided, tally.undecided(), tally.by_others), (2, 1, 1, 0));
        pack.apply(pack.undo(Timestamp(4), "Ann").unwrap()).unwrap();
        let (found, tally) = brought(&pack, &[7, 9], 2, "Ann");
        assert_eq!((found[&7].decision, found[&7].at, tally.decided), (None, Timestamp(4), 0));
    }

    /// What coders do in their packs, one after the other: coder, record, what.
    fn work() -> impl Strategy<Value = Vec<(usize, RecordId, u8)>> {
        proptest::collection::vec((0usize..3, 0u32..8, 0u8..9), 0..60)
    }

    const CODES: [&str; 3] = ["371131", "265433", "3"];

    fn step(pack: &Ledger, at: Timestamp, coder: &str, record: RecordId, what: u8) -> Option<Entry> {
        match what {
            0..=3 => pack.decide(at, coder, [(record, code(CODES[usize::from(what) % 3]))]),
            4 => pack.decide(at, coder, [(record, Decision::Uncodable(Uncodable::TwoJobs))]),
            5 => pack.refer(at, coder, [record], true),
            6 => pack.flag(at, coder, [record], true),
            7 => pack.note(at, coder, record, &format!("note {}", at.0)),
            _ => pack.undo(at, coder),
        }
    }

    /// Notes in the order of their lines, because that is the order in which they came.
    fn standing(ledger: &Ledger) -> Vec<(RecordId, Judgement)> {
        let judgement = |judgement: &Judgement| {
            let mut lines: Vec<&str> = judgement.note.lines().collect();
            lines.sort_unstable();
            let decided_in = judgement.decided_in.map(|_| 0);
            Judgement { note: lines.join("\n"), decided_in, ..judgement.clone() }
        };
        ledger.judgements().map(|(record, found)| (record, judgement(found))).collect()
    }

    proptest! {
        #[test]
        fn packs_merged_in_any_order_and_as_often_as_one_likes_lose_and_invent_nothing(
            work in work(),
            merges in proptest::collection::vec((0usize..60, 0usize..3), 0..8),
            overlap in 0u32..9,
            seed in 0u64..50,
        ) {
            let coders = ["Ann", "Ben", "Cy"];
            let deal = Deal { coders: 3, overlap: Overlap::Records(overlap), times: 2, seed };
            let numbers = deal.packs(10..18);
            let mut packs = [Ledger::new(), Ledger::new(), Ledger::new()];
            let mut project = Ledger::new();
            let mut older: Vec<(usize, Ledger)> = Vec::new();
            let say = |packs: &[Ledger; 3], who: &[usize]| {
                let mut all: BTreeMap<RecordId, Vec<Brought>> = BTreeMap::new();
                for coder in who {
                    let (found, _) = brought(&packs[*coder], &numbers[*coder], 1, coders[*coder]);
                    found.into_iter().for_each(|(record, word)| all.entry(record).or_default().push(word));
                }
                all
            };
            let take = |project: &mut Ledger, all: &BTreeMap<RecordId, Vec<Brought>>| {
                if let Some(entry) = project.merge(Timestamp(500), "S", all) {
                    project.apply(entry).unwrap();
                }
            };
            for (at, (coder, record, what)) in work.iter().enumerate() {
                let record = *record % numbers[*coder].len().max(1) as u32;
                let time = Timestamp(at as i64 + 1);
                if let Some(entry) = step(&packs[*coder], time, coders[*coder], record, *what) {
                    packs[*coder].apply(entry).unwrap();
                }
                for (_, coder) in merges.iter().filter(|(when, _)| *when == at) {
                    take(&mut project, &say(&packs, &[*coder]));
                    older.push((*coder, packs[*coder].clone()));
                }
            }
            for coder in [2, 0, 1] {
                take(&mut project, &say(&packs, &[coder]));
            }
            // Older copies say nothing any more, and nothing is new.
            let stood = standing(&project);
            for (coder, pack) in older {
                let mut copies = packs.clone();
                copies[coder] = pack;
                take(&mut project, &say(&copies, &[coder]));
            }
            prop_assert_eq!(&standing(&project), &stood);
            prop_assert_eq!(project.merge(Timestamp(501), "S", &say(&packs, &[0, 1, 2])), None);
            // All at once comes to the same.
            let mut once = Ledger::new();
            take(&mut once, &say(&packs, &[0, 1, 2]));
            prop_assert_eq!(&standing(&once), &stood);
            // An independent tally: what each coder decided, and nothing else, is there.
            for record in 10..18u32 {
                let mut expected: Vec<(&str, Option<Code>)> = Vec::new();
                for (coder, pack) in packs.iter().enumerate() {
                    let at = numbers[coder].iter().position(|number| *number == record);
                    let own = at.and_then(|at| pack.judgement(at as u32)).and_then(|judgement| judgement.decision);
                    expected.extend(own.map(|decision| (coders[coder], decision.code())));
                }
                let codings = project.judgement(record).map_or(&[][..], Judgement::codings);
                let mut found: Vec<_> =
                    codings.iter().map(|coding| (coding.reviewer.as_str(), coding.decision.code())).collect();
                found.sort_unstable();
                prop_assert_eq!(&found, &expected);
                let final_code = Final::of(record, None, &project).code;
                if let Some(code) = final_code {
                    prop_assert!(expected.iter().all(|(_, own)| *own == Some(code)));
                }
            }
        }
    }
}
