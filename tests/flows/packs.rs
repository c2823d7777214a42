//! A project split among coders, coded apart, taken in again, adjudicated, exported.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use domain::{Code, Level};
use review::statistics::draw::Dice;
use review::{Choice, CodingsOf, Decision, Filter, Overlap, Timestamp, Uncodable};
use store::Reader;
use workbench::packs::PackError;
use workbench::{Command, Listed, PackCommand, SplitScope, Workspace, can};

use super::{Place, Table};

const CODERS: [&str; 3] = ["Ann", "Ben", "Cy"];
const CODES: [&str; 3] = ["371131", "265433", "371132"];

/// Forty records; the column `secret` is nothing to a coder, the column `industry` helps.
fn source() -> String {
    let mut text = String::from("id,job_title,tasks,industry,secret\n");
    for at in 0..40 {
        let title = ["brickie", "nurse", "team leader", "chef / cleaner"][at % 4];
        text.push_str(&format!("P{at},{title} {at},task {at},industry {at},secret {at}\n"));
    }
    text
}

impl Place {
    #[track_caller]
    fn packs(&mut self, command: PackCommand) {
        self.does(Command::Packs(command));
    }

    fn pack(&self, coder: &str) -> PathBuf {
        self.path("packs").join(format!("source.{coder}.occudesk"))
    }

    fn opens(&mut self, path: &Path) {
        self.does(Command::OpenPath(path.to_owned()));
        assert_eq!(self.review().path, fs::canonicalize(path).unwrap());
    }

    #[track_caller]
    fn reads(&mut self, paths: &[PathBuf]) -> workbench::packs::PacksRead {
        self.packs(PackCommand::Read(paths.to_vec()));
        let read = self.desk.state().supervise.packs.read.as_deref();
        read.unwrap_or_else(|| panic!("nothing was read: {:?}", self.desk.state().notices)).clone()
    }

    #[track_caller]
    fn takes_in(&mut self, coders: &[&str]) {
        let paths: Vec<PathBuf> = coders.iter().map(|coder| self.pack(coder)).collect();
        let read = self.reads(&paths);
        assert_eq!(read.refused, []);
        if read.totals.changed > 0 {
            self.packs(PackCommand::TakeIn);
        } else {
            self.packs(PackCommand::LeavePacks);
        }
    }
}

/// A project of forty records, split among three coders with twelve coded by two; one record is decided before.
fn split() -> Place {
    let mut place = Place::with_source(&source());
    place.does(Command::SetContextColumn(3, true));
    place.does(Command::SetFilter(Filter::All));
    place.does(Command::Select(7));
    place.does(Command::Uncodable(Uncodable::TooVague));
    place.does(Command::Select(7));
    place.does(Command::SetNote("the supervisor knows".to_owned()));
    place.packs(PackCommand::OpenSplit);
    assert!(can(place.desk.state(), &Command::Packs(PackCommand::Split)).is_err(), "no coders yet");
    place.packs(PackCommand::SetCoders("Ann, Ben ,Cy".to_owned()));
    place.packs(PackCommand::SetScope(SplitScope::All));
    place.packs(PackCommand::SetOverlap(Overlap::Share(0.3)));
    place.packs(PackCommand::Split);
    let made = place.desk.state().supervise.packs.made.clone().expect("packs");
    assert_eq!(made, CODERS.map(|coder| place.pack(coder)));
    place
}

#[test]
fn a_pack_is_a_project_of_its_records_and_of_nothing_else() {
    let mut place = split();
    let split = place.review().splits[0].clone();
    assert_eq!((split.records, split.overlap, split.times, split.packs.len()), (40, 12, 2, 3));
    let sizes: Vec<u32> = split.packs.iter().map(|pack| pack.records).collect();
    assert_eq!(sizes.iter().sum::<u32>(), 52);
    assert!(sizes.iter().all(|size| (17..=18).contains(size)), "{sizes:?}");
    let mut coded: BTreeMap<u32, usize> = BTreeMap::new();
    for coder in CODERS {
        let bytes = fs::read(place.pack(coder)).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(!holds("secret") && !holds("P1") && !holds("supervisor knows"), "{coder} is told too much");
        let reader = Reader::open(&place.pack(coder)).unwrap();
        let pack = reader.pack().unwrap().clone();
        assert_eq!(reader.source().columns, ["job_title", "tasks", "industry"]);
        for (at, record) in pack.records.iter().enumerate() {
            *coded.entry(*record).or_default() += 1;
            let cells = reader.cells(at as u32).unwrap();
            assert_eq!(cells[1..], [format!("task {record}"), format!("industry {record}")]);
        }
        assert_eq!(reader.entries().unwrap(), []);
    }
    assert_eq!(coded.len(), 40);
    assert_eq!(coded.values().filter(|count| **count == 2).count(), 12);
    // What the engine found, and the thresholds, are those of the project.
    let codings = place.review().codings.clone();
    let (thresholds, own) = (place.review().thresholds, place.desk.state().settings.reviewer.clone());
    place.opens(&place.pack("Ben"));
    let numbers = place.review().pack.clone().unwrap().records.clone();
    for (at, record) in numbers.iter().enumerate() {
        assert_eq!(place.review().codings[at], codings[*record as usize]);
    }
    assert_eq!(place.review().thresholds, thresholds);
    assert_eq!(place.desk.state().settings.reviewer, "Ben");
    assert!(place.notice().contains("the pack of Ben"), "{}", place.notice());
    for command in [PackCommand::OpenSplit, PackCommand::ChoosePacks] {
        assert!(can(place.desk.state(), &Command::Packs(command)).is_err(), "a pack is not split again");
    }
    place.does(Command::CloseProject);
    assert_eq!(place.desk.state().settings.reviewer, own, "a supervisor who looked keeps the own name");
}

/// What a coder did with a record, tallied apart from the program.
#[derive(Clone, Debug, Default, PartialEq)]
struct Done {
    code: Option<Option<String>>,
    note: String,
    referred: bool,
}

/// A coder works on the pack by the dice: decides, says uncodable, refers, notes, flags, takes back.
fn works(place: &mut Place, coder: &str, seed: u64, tally: &mut BTreeMap<(String, u32), Done>) {
    place.opens(&place.pack(coder));
    place.does(Command::SetFilter(Filter::All));
    let numbers = place.review().pack.clone().unwrap().records.clone();
    let mut dice = Dice::new(seed, 0);
    for (row, record) in numbers.iter().enumerate() {
        let done = tally.entry((coder.to_owned(), *record)).or_default();
        let mut does = |command: Command| {
            place.does(Command::Select(row));
            place.does(command);
        };
        match dice.below(8) {
            0 => {
                does(Command::Uncodable(Uncodable::TwoJobs));
                *done = Done { code: Some(None), referred: false, ..done.clone() };
            }
            1 if !done.referred => {
                does(Command::Refer);
                done.referred = true;
            }
            2 => {
                let note = format!("{coder} saw {record}");
                does(Command::SetNote(note.clone()));
                done.note = note;
            }
            3 if done.code.is_some() => {
                does(Command::ClearDecision);
                done.code = None;
            }
            4 => {}
            at => {
                let code = CODES[(at + dice.below(2)) as usize % 3];
                does(Command::ChooseSearch(Code::parse(code).ok()));
                *done = Done { code: Some(Some(code.to_owned())), referred: false, ..done.clone() };
            }
        }
    }
}

/// The codes that coders gave to a record.
fn given(tally: &BTreeMap<(String, u32), Done>, record: u32) -> Vec<(String, Option<String>)> {
    let own = tally.iter().filter(|((_, own), _)| *own == record);
    own.filter_map(|((coder, _), done)| Some((coder.clone(), done.code.clone()?))).collect()
}

fn compare(place: &mut Place, tally: &BTreeMap<(String, u32), Done>) {
    place.opens(&place.path("source.occudesk"));
    for record in 0..40 {
        let judgement = place.review().ledger.judgement(record).cloned().unwrap_or_default();
        let code = |code: Option<Code>| code.map(|code| code.to_string());
        let codings = judgement.codings().iter();
        let mut found: Vec<_> = codings.map(|coding| (coding.reviewer.clone(), code(coding.decision.code()))).collect();
        found.sort();
        let expected = given(tally, record);
        assert_eq!(found, expected, "record {record}");
        for ((coder, _), done) in tally.iter().filter(|((_, own), done)| *own == record && !done.note.is_empty()) {
            assert!(judgement.note.contains(&format!("{coder}: {}", done.note)), "{record}: {}", judgement.note);
        }
        let codes: BTreeSet<_> = expected.iter().map(|(_, code)| code.clone()).collect();
        let refers = |done: &&Done| done.referred && done.code.is_none();
        let referred = tally.iter().filter(|((_, own), _)| *own == record).any(|(_, done)| refers(&done));
        let decision = judgement.decision.map(|decision| code(decision.code()));
        match (record, codes.len()) {
            // Decided by the supervisor as uncodable before.
            (7, _) => {
                assert_eq!(decision, Some(None));
                assert_eq!(judgement.is_disputed(), codes.iter().any(Option::is_some));
            }
            (_, 0) => assert_eq!(decision, None),
            (_, 1) if !referred => assert_eq!(decision.as_ref(), codes.first(), "record {record}"),
            (_, 1) => assert!(decision.is_none() && judgement.referred),
            _ => assert!(decision.is_none() && judgement.is_disputed(), "record {record}"),
        }
    }
}

#[test]
fn a_project_coded_by_three_loses_and_invents_nothing_and_is_adjudicated_and_exported() {
    let mut place = split();
    let mut tally = BTreeMap::new();
    for (coder, seed) in [("Ann", 1), ("Ben", 2), ("Cy", 3)] {
        works(&mut place, coder, seed, &mut tally);
    }
    place.does(Command::CloseProject);
    let before = CODERS.map(|coder| fs::read(place.pack(coder)).unwrap());
    // Two packs come back first, the third one after more work on one of the two, with a restart in between.
    place.opens(&place.path("source.occudesk"));
    let entries = place.review().ledger.entries().len();
    let read = place.reads(&[place.pack("Ann"), place.pack("Ben")]);
    assert_eq!(read.missing.iter().map(|missing| missing.coder.as_str()).collect::<Vec<_>>(), ["Cy"]);
    let decided = |coder: &str| tally.iter().filter(|((own, _), done)| own == coder && done.code.is_some()).count();
    for pack in &read.packs {
        assert_eq!(pack.tally.decided, decided(&pack.coder), "{}", pack.coder);
        assert_eq!(pack.tally.by_others, 0);
        assert_eq!(
            pack.tally.referred,
            tally.iter().filter(|((own, _), done)| *own == pack.coder && done.referred).count()
        );
    }
    place.packs(PackCommand::TakeIn);
    assert_eq!(place.review().ledger.entries().len(), entries + 1, "one entry");
    let mut place = place.restart();
    works(&mut place, "Ann", 11, &mut tally);
    place.opens(&place.path("source.occudesk"));
    place.takes_in(&["Cy"]);
    place.takes_in(&["Ann"]);
    compare(&mut place, &tally);
    assert_eq!(fs::read(place.pack("Ben")).unwrap(), before[1], "packs are only read");
    // Once more, all at once: nothing is new.
    let read = place.reads(&CODERS.map(|coder| place.pack(coder)));
    assert_eq!((read.totals.changed, read.packs.iter().map(|pack| pack.new).sum::<usize>()), (0, 0));
    assert!(can(place.desk.state(), &Command::Packs(PackCommand::TakeIn)).is_err());
    place.packs(PackCommand::LeavePacks);

    // Those on which coders differ are shown and settled.
    let differ = place.review().counts.of(Filter::CodersDiffer);
    assert!(differ > 2, "{differ}");
    place.does(Command::ShowWorkspace(Workspace::Supervise));
    place.packs(PackCommand::Adjudicate);
    assert_eq!((place.review().visible.len(), place.desk.state().workspace), (differ, Workspace::Review));
    let disputed = place.review().visible.clone();
    for row in 0..disputed.len() {
        place.does(Command::Select(row));
        place.does(Command::ChooseSearch(Code::parse("522231").ok()));
    }
    assert_eq!(place.review().counts.of(Filter::CodersDiffer), 0);
    let table = place.export_csv("out.csv");
    for record in 0..40u32 {
        let row = record as usize;
        let cell = |column: &str| table.cell(row, column).to_owned();
        if disputed.contains(&record) {
            assert_eq!((cell("final_code"), cell("reviewer")), ("522231".to_owned(), reviewer(&place)));
            continue;
        }
        let decision = place.review().record(record).decision;
        let names: Vec<String> = given(&tally, record).into_iter().map(|(coder, _)| coder).collect();
        if record != 7 && decision.is_some() {
            assert_eq!(cell("reviewer"), names.join("; "), "record {record}");
            assert_eq!(
                cell("final_code"),
                decision.and_then(|own| own.code()).map_or(String::new(), |c| c.to_string())
            );
            let codings = place.review().ledger.judgement(record).unwrap().codings().iter();
            let latest = codings.map(|coding| coding.at).max().unwrap();
            assert_eq!(cell("decided_at"), latest.to_iso());
        }
    }
    // One undo a step takes everything back.
    while place.review().ledger.what_undo().is_some() {
        place.does(Command::Undo);
    }
    assert_eq!(place.review().ledger.judgements().len(), 0);
}

fn reviewer(place: &Place) -> String {
    place.desk.state().settings.reviewer.clone()
}

#[test]
fn what_does_not_belong_is_refused_with_the_reason_and_the_rest_is_read() {
    let mut place = split();
    let mut tally = BTreeMap::new();
    works(&mut place, "Ann", 5, &mut tally);
    works(&mut place, "Ben", 6, &mut tally);
    place.does(Command::CloseProject);
    let copy = |from: &str, name: &str| {
        let to = place.path(name);
        fs::copy(place.pack(from), &to).unwrap();
        to
    };
    let renamed = copy("Ben", "renamed.occudesk");
    forge(&renamed, "UPDATE pack SET coder = 'Ann'");
    let answer = copy("Ben", "answer.occudesk");
    forge(&answer, "UPDATE records SET title = 'retired' WHERE id = 3");
    let log = copy("Ben", "log.occudesk");
    forge(&log, "DROP TRIGGER log_is_not_changed; UPDATE log SET reviewer = 'Ann' WHERE number = 2");
    let newer = copy("Ben", "newer.occudesk");
    forge(&newer, "PRAGMA user_version = 99");
    let twice = copy("Ann", "again.occudesk");
    let text = place.file("list.csv", b"job_title\nnurse\n");
    let mut other = Place::with_source("job_title,tasks,industry\nnurse,x,y\nchef,x,y\n");
    other.packs(PackCommand::OpenSplit);
    other.packs(PackCommand::SetCoders("Ann,Ben".to_owned()));
    other.packs(PackCommand::SetScope(SplitScope::All));
    other.packs(PackCommand::Split);
    place.opens(&place.path("source.occudesk"));
    let own = place.path("source.occudesk");
    let entries = place.review().ledger.entries().len();
    let cases = [
        (own, "is no coder pack"),
        (other.pack("Ann"), "is a pack of another project, for Ann"),
        (renamed, "description of where it comes from was changed"),
        (answer, "Record 4 of"),
        (log, "was changed after it was written"),
        (newer, "newer Occudesk"),
        (text, "is not an Occudesk project"),
        (place.path("nowhere.occudesk"), "There is no project"),
        (twice, "which was chosen already"),
    ];
    let mut paths = vec![place.pack("Ann")];
    paths.extend(cases.iter().map(|(path, _)| path.clone()));
    let read = place.reads(&paths);
    assert_eq!(read.refused.len(), cases.len());
    for ((path, words), (refused, why)) in cases.iter().zip(&read.refused) {
        assert_eq!(path, refused);
        assert!(why.contains(words), "{}: {why}", path.display());
    }
    assert_eq!(read.packs.len(), 1);
    assert!(read.totals.changed > 0);
    assert_eq!(place.review().ledger.entries().len(), entries, "reading changes nothing");
}

/// Changes a project file behind the back of the program.
fn forge(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_split_that_cannot_be_made_leaves_nothing_behind() {
    let mut place = split();
    let count = |place: &Place| fs::read_dir(place.path("packs")).unwrap().count();
    assert_eq!(count(&place), 3);
    // The files of the first split stand there.
    place.packs(PackCommand::OpenSplit);
    place.packs(PackCommand::SetCoders("Dee, Ben".to_owned()));
    place.packs(PackCommand::SetScope(SplitScope::All));
    place.packs(PackCommand::Split);
    assert!(place.notice().contains("exists already"), "{}", place.notice());
    assert_eq!((count(&place), place.review().splits.len()), (3, 1));
    assert!(place.desk.state().supervise.packs.form.is_some(), "what was typed is kept");
    for (names, why) in [
        ("Ann", PackError::Coders.to_string()),
        ("Ann, ann", PackError::SameName("ann".to_owned()).to_string()),
        ("Ann; Ben, Cy", PackError::Name("Ann; Ben".to_owned()).to_string()),
    ] {
        place.packs(PackCommand::SetCoders(names.to_owned()));
        let form = place.desk.state().supervise.packs.form.clone().unwrap();
        assert_eq!(form.check(place.review()), Err(why));
    }
    place.packs(PackCommand::SetCoders("Dee, Eve".to_owned()));
    place.packs(PackCommand::Split);
    assert_eq!((count(&place), place.review().splits.len()), (5, 2));
    let place = place.restart();
    let reader = Reader::open(&place.path("source.occudesk")).unwrap();
    assert_eq!(reader.splits().unwrap().len(), 2);
    assert_eq!(reader.splits().unwrap()[1].packs[1].genesis, Reader::open(&place.pack("Eve")).unwrap().genesis());
}

#[test]
fn agreement_is_computed_where_it_is_looked_at_and_leads_to_the_records() {
    let mut place = split();
    let mut tally = BTreeMap::new();
    for (coder, seed) in [("Ann", 1), ("Ben", 2), ("Cy", 3)] {
        works(&mut place, coder, seed, &mut tally);
    }
    place.opens(&place.path("source.occudesk"));
    place.does(Command::ShowSupervise(workbench::SupervisePage::Agreement));
    assert_eq!(place.desk.state().supervise.packs.agreement.as_ref().unwrap().coding.records.len(), 0);
    place.takes_in(&CODERS);
    let packs = &place.desk.state().supervise.packs;
    let agreement = packs.agreement.clone().unwrap();
    let double: Vec<u32> = (0..40).filter(|record| given(&tally, *record).len() > 1).collect();
    assert_eq!(agreement.coding.records, double, "computed again when the packs were taken in");
    let agreed = double.iter().filter(|record| given(&tally, **record).windows(2).all(|pair| pair[0].1 == pair[1].1));
    assert_eq!(agreement.levels[Level::Occupation.index()].agreed, agreed.count() as u64);
    assert_eq!(packs.taken.len(), 3);
    // A cell leads to its records.
    let (first, second) = packs.pair.expect("a pair");
    let cell = *packs.cells.iter().find(|cell| cell.first != cell.second).expect("a difference");
    place.packs(PackCommand::ShowCell(cell.first, cell.second));
    assert_eq!(place.review().visible.len() as u64, cell.records);
    assert_eq!(place.review().listed.as_ref().unwrap().list, Listed::CodedSo);
    let code = |code: Option<Code>| code.map(|code| code.to_string());
    for record in &place.review().visible {
        let codes: BTreeMap<String, Option<String>> = given(&tally, *record).into_iter().collect();
        assert_eq!(codes[CODERS[first]], code(cell.first));
        assert_eq!(codes[CODERS[second]], code(cell.second));
    }
    // The tables are written, and the codings by which they can be computed again.
    place.packs(PackCommand::ExportAgreement(Some(place.path("agreement.csv"))));
    let figures = Table::read(&place.path("agreement.csv"));
    assert_eq!(figures.rows.len(), 5 * (1 + 3));
    assert_eq!(figures.cell(16, "records"), double.len().to_string());
    let codings = Table::read(&place.path("agreement-codings.csv"));
    assert_eq!(codings.header, ["record", "Ann", "Ben", "Cy"]);
    assert_eq!(codings.rows.len(), double.len());
    let confusions = Table::read(&place.path("agreement-confusions.csv"));
    assert!(!confusions.rows.is_empty());
    place.packs(PackCommand::Compare(CodingsOf::Samples));
    assert!(can(place.desk.state(), &Command::Packs(PackCommand::ExportAgreement(None))).is_err());
}

#[test]
fn packs_with_very_many_decisions_are_taken_in_by_a_job_as_one_entry() {
    let mut text = String::from("job_title,tasks\n");
    (0..10_400).for_each(|at| text.push_str(&format!("brickie {at},lays bricks\n")));
    let mut place = Place::with_source(&text);
    place.packs(PackCommand::OpenSplit);
    place.packs(PackCommand::SetCoders("Ann, Ben".to_owned()));
    place.packs(PackCommand::SetScope(SplitScope::All));
    place.packs(PackCommand::SetOverlap(Overlap::Records(100)));
    place.packs(PackCommand::Split);
    for (coder, code) in [("Ann", "371131"), ("Ben", "371132")] {
        let mut pack = store::Project::open(&place.pack(coder)).unwrap();
        let decision = Decision::Code { code: Code::parse(code).unwrap(), choice: Choice::Search };
        let all = (0..pack.record_count()).map(|record| (record, decision));
        let entry = pack.ledger().unwrap().decide(Timestamp(1), coder, all).unwrap();
        pack.append(&entry).unwrap();
    }
    let read = place.reads(&[place.pack("Ann"), place.pack("Ben")]);
    assert_eq!((read.totals.changed, read.totals.decided, read.totals.differ), (10_400, 10_300, 100));
    place.packs(PackCommand::TakeIn);
    let review = place.review();
    assert_eq!((review.ledger.entries().len(), review.counts.of(Filter::CodersDiffer)), (1, 100));
    assert_eq!(review.counts.of(Filter::Reviewed), 10_300);
    place.does(Command::Undo);
    assert_eq!(place.review().ledger.judgements().len(), 0);
}
