//! Practising: blind coding of answers with agreed codes, what comes back, what is kept, and what a supervisor sees.

use std::fs;

use domain::{ClassificationId, Code, Level};
use review::{Uncodable, Verdict};
use workbench::{
    Command, OfferKind, PeopleCommand, Practice, PracticeCommand as C, PracticeLength, PracticePage, PracticeRun,
    PracticeStage, Role, SetSource, Told,
};

use super::{Place, Table};

const SET: &str = "title,tasks,code,reason\nbrickie,lays bricks,371131,Colloquial.\nsparky,wires houses,381231,Colloquial.\nnurse,,2654,No specialty.\nretired,,099960,Not working.\nchef / cleaner,,two-jobs,Two jobs.\n";

impl Place {
    fn practises(&mut self, command: C) {
        self.does(Command::Practise(command));
    }

    fn practice(&self) -> &Practice {
        &self.desk.state().practice
    }

    #[track_caller]
    fn run(&self) -> &PracticeRun {
        self.practice().run.as_ref().unwrap_or_else(|| panic!("no session: {:?}", self.desk.state().notices))
    }

    #[track_caller]
    fn asked(&self) -> String {
        self.run().asked().expect("an answer is asked").0.title.clone()
    }

    #[track_caller]
    fn told(&self) -> &Told {
        match &self.run().stage {
            PracticeStage::Told(told) => told,
            other => panic!("{other:?}"),
        }
    }

    /// Begins a session with the set of these tests.
    fn begins(&mut self) {
        let set = self.file("set.csv", SET.as_bytes());
        self.practises(C::ShowPage(PracticePage::Practise));
        self.practises(C::SetLength(PracticeLength::All));
        self.practises(C::OpenSet(set));
    }

    /// Gives the agreed answer, or another code, and goes on.
    fn gives(&mut self, right: bool) {
        let agreed = self.run().asked().expect("an answer").0.agreed;
        match (right, agreed) {
            (true, Verdict::Code(code)) => self.practises(C::Give(Some(code))),
            (true, Verdict::Uncodable(reason)) => {
                self.practises(C::OpenUncodable);
                self.practises(C::GiveUncodable(reason));
            }
            (false, _) => self.practises(C::Give(Some(code("111231")))),
        }
        self.practises(C::GoOn);
    }
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

#[test]
fn a_session_from_the_first_answer_to_the_end_brings_back_what_was_missed() {
    let mut place = Place::new();
    place.begins();
    let first = place.asked();
    // Blind: what is asked says nothing of what was agreed; a search finds codes with a misspelling too.
    place.practises(C::SetQuery("briklayer".to_owned()));
    assert_eq!(place.run().marked_code(), Some(code("371131")));
    place.practises(C::SetQuery(String::new()));
    assert_eq!(place.run().marked_code(), None, "Enter alone gives nothing");
    place.practises(C::DontKnow);
    let told = place.told();
    assert_eq!((told.answer.given, told.answer.credit().levels(), told.answer.again), (None, 0, false));
    assert!(told.explanation.is_some(), "the engine says what it makes of it");
    place.practises(C::GoOn);
    let mut asked = Vec::new();
    while place.run().asked().is_some() {
        asked.push(place.asked());
        place.gives(true);
    }
    assert_eq!(asked.len(), 5);
    assert_eq!(asked[3], first, "after three others");
    let PracticeStage::Over(over) = &place.run().stage else { panic!("{:?}", place.run().stage) };
    assert_eq!((over.summary.answered, over.summary.full, over.missed.len()), (5, 4, 1));
    assert_eq!(over.summary.mean_credit(), 0.8, "what was right in the end counts as it was at first");
    // The next session begins with what was missed, however short it is.
    place.practises(C::SetLength(PracticeLength::Ten));
    place.practises(C::Again);
    assert_eq!(place.run().planned(), 5);
    let boxes = place.practice().results.as_ref().unwrap().boxes(&place.run().session.trainee, &place.run().set);
    let missed = place.run().set.items.iter().find(|item| item.title == first).unwrap().key;
    assert!(boxes.is_due(missed) && boxes.box_of(missed) == 1);
}

#[test]
fn a_session_is_gone_on_with_where_it_was_left_after_a_restart() {
    let mut place = Place::new();
    place.begins();
    place.gives(false);
    place.gives(true);
    let (order, asked) = (place.run().session.order.clone(), place.asked());
    let mut place = place.restart();
    place.practises(C::ShowPage(PracticePage::Practise));
    assert!(matches!(place.practice().offers[0].kind, OfferKind::Resume(..)), "{:?}", place.practice().offers);
    assert!(place.practice().offers[0].words.contains("2 of 5"), "{}", place.practice().offers[0].words);
    place.practises(C::TakeOffer(None));
    assert_eq!((&place.run().session.order, place.asked(), place.run().given), (&order, asked, 2));
    assert_eq!(place.run().queue.coming_back(), 1);
    place.practises(C::End);
    assert!(matches!(place.run().stage, PracticeStage::Over(_)));
    place.practises(C::Leave);
    assert!(!matches!(place.practice().offers[0].kind, OfferKind::Resume(..)));
    assert!(place.practice().offers.iter().any(|offer| offer.title == "set.csv"), "it is offered again");
}

#[test]
fn a_session_is_not_gone_on_with_when_its_set_has_changed() {
    let mut place = Place::new();
    place.begins();
    place.gives(true);
    place.practises(C::Leave);
    place.file("set.csv", b"title,code\nsomebody else,2654\n");
    place.practises(C::TakeOffer(Some(0)));
    assert!(place.practice().run.is_none());
    assert!(place.notice().contains("other answers than when the session began"));
}

#[test]
fn what_is_kept_holds_no_text_and_a_torn_line_costs_nothing_else() {
    let mut place = Place::new();
    place.begins();
    place.gives(true);
    place.gives(false);
    let file = place.path("home/practice.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 3, "the session and two answers");
    for word in ["brick", "sparky", "nurse", "chef", "Colloquial"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    // Killed while the last line was being written.
    fs::write(&file, &text.as_bytes()[..text.len() - 20]).unwrap();
    let mut place = place.restart();
    place.practises(C::ShowPage(PracticePage::Progress));
    let practice = place.practice();
    assert_eq!((practice.unread, practice.view.sessions.len(), practice.view.summary.answered), (1, 1, 1));
    place.practises(C::ShowPage(PracticePage::Practise));
    place.practises(C::TakeOffer(Some(0)));
    place.gives(true);
    let place = place.restart();
    let kept = fs::read_to_string(place.path("home/practice.jsonl")).unwrap();
    assert_eq!(kept.lines().count(), 4, "the torn line stays, and the next one stands on its own");
}

#[test]
fn the_answer_stays_asked_when_it_cannot_be_kept() {
    let mut place = Place::new();
    place.begins();
    let asked = place.asked();
    let file = place.path("home/practice.jsonl");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    place.desk.dispatch(Command::Practise(C::DontKnow));
    assert_eq!(place.run().stage, PracticeStage::Asked, "what is not kept is not shown as kept");
    assert!(place.notice().contains("could not be kept") && place.notice().contains("is kept"));
    fs::remove_dir(&file).unwrap();
    place.practises(C::DontKnow);
    assert_eq!(place.told().answer.number, 1);
    assert_eq!(place.run().set.items[place.told().item].title, asked);
}

#[test]
fn a_reviewed_project_is_practised_with_and_stays_as_it_is() {
    let mut place = Place::with_source("job_title,tasks\nbrickie,lays bricks\nnurse,\nx,y\n");
    place.practises(C::ShowPage(PracticePage::Practise));
    assert!(!place.practice().offers.iter().any(|offer| offer.title == "This project"), "nothing is decided");
    place.does(Command::ShowWorkspace(workbench::Workspace::Review));
    place.does(Command::Select(0));
    place.does(Command::SetNote("always".to_owned()));
    place.does(Command::Accept);
    place.does(Command::Select(2));
    place.does(Command::Uncodable(Uncodable::TooVague));
    let path = place.review().path.clone();
    let before = fs::read(&path).unwrap();
    place.practises(C::ShowPage(PracticePage::Practise));
    let at = place.practice().offers.iter().position(|offer| offer.title == "This project").expect("an offer");
    place.practises(C::TakeOffer(Some(at)));
    let set = &place.run().set;
    assert_eq!(set.classification, ClassificationId::Osca2024);
    let items: Vec<(&str, u64, &str)> =
        set.items.iter().map(|item| (item.title.as_str(), item.row, item.agreed.text())).collect();
    assert_eq!(items, [("brickie", 1, "371131"), ("x", 3, "too-vague")]);
    assert_eq!(set.items[0].reason, "always");
    place.gives(true);
    place.gives(false);
    assert_eq!(fs::read(&path).unwrap(), before, "a set is never changed");
}

#[test]
fn a_supervisor_sees_who_confuses_what_across_machines() {
    let mut place = Place::new();
    place.does(Command::SetReviewer("Ann".to_owned()));
    place.begins();
    while let Some((item, again)) = place.run().asked() {
        match item.agreed.text() {
            "381231" if !again => place.practises(C::Give(Some(code("381131")))),
            "two-jobs" if !again => place.practises(C::Give(Some(code("851131")))),
            _ => {
                place.gives(true);
                continue;
            }
        }
        place.practises(C::GoOn);
    }
    let out = place.path("ann");
    place.practises(C::Export(out.clone()));
    assert!(place.notice().contains("7 rows were written"));
    let table = Table::read(&out.with_extension("csv"));
    let of_sparky = |row: &usize| table.cell(*row, "agreed") == "381231" && table.cell(*row, "again") == "no";
    let sparky = (0..7).find(of_sparky).expect("the row");
    assert_eq!((table.cell(sparky, "levels"), table.cell(sparky, "points")), ("3 of 5", "60"));

    let mut other = Place::new();
    other.does(Command::SetReviewer("Bea".to_owned()));
    other.begins();
    while other.run().asked().is_some() {
        other.gives(true);
    }
    other.practises(C::Import(out.with_extension("csv")));
    assert!(other.notice().contains("7 answers were taken in"), "{}", other.notice());
    other.practises(C::Import(out.with_extension("csv")));
    assert!(other.notice().contains("not known here already"), "nothing comes twice");
    let mut other = other.restart();
    other.practises(C::ShowPage(PracticePage::Confusions));
    let view = &other.practice().view;
    assert_eq!((view.trainees.as_slice(), view.sets.len()), (&["Ann".to_owned(), "Bea".to_owned()][..], 1));
    assert_eq!(view.summary.answered, 10);
    let pairs: Vec<(&str, &str)> = view.confusions.iter().map(|line| (&*line.agreed, &*line.given)).collect();
    assert!(
        pairs.contains(&("381231 Electrician (General)", "381131 Electrical Distribution Trades Worker")),
        "{pairs:?}"
    );
    assert!(pairs.contains(&("uncodable: two jobs in one", "851131 Fast Food Cook")), "{pairs:?}");
    // Broader: both are electrical trades, so that at three digits nothing is confused.
    other.practises(C::SetLevel(Level::MinorGroup));
    assert!(other.practice().view.confusions.iter().all(|line| !line.agreed.starts_with("381")));
    other.practises(C::SetLevel(Level::UnitGroup));
    let at = other.practice().view.confusions.iter().position(|line| line.agreed.starts_with("3812")).unwrap();
    other.practises(C::MarkConfusion(at));
    let behind = &other.practice().view.behind;
    assert_eq!(behind.len(), 1);
    assert!(behind[0].text.starts_with("row 2 of set.csv"), "its text is not kept: {}", behind[0].text);
    assert!(behind[0].by.starts_with("Ann"));
    // Once the set was opened here, its answers can be read.
    let set = other.path("set.csv");
    other.practises(C::OpenSet(set));
    other.practises(C::MarkConfusion(at));
    assert_eq!(other.practice().view.behind[0].text, "sparky – wires houses");
    other.practises(C::SetTrainee(Some("Bea".to_owned())));
    assert!(other.practice().view.confusions.is_empty());
    // Trainees see their own results, and not the agreed codes that others met.
    other.does(Command::People(PeopleCommand::SetRole(Role::Trainee)));
    other.practises(C::SetTrainee(None));
    let view = &other.practice().view;
    assert_eq!((view.trainees.as_slice(), view.sessions.len()), (&["Bea".to_owned()][..], 1));
    assert!(view.confusions.is_empty());
}

#[test]
fn an_export_replaces_results_and_nothing_else() {
    let mut place = Place::new();
    place.begins();
    place.gives(true);
    let set = place.path("set.csv");
    place.practises(C::Export(set.clone()));
    assert!(place.notice().contains("holds something else"));
    assert_eq!(fs::read(&set).unwrap(), SET.as_bytes());
    let out = place.path("out.csv");
    place.practises(C::Export(out.clone()));
    place.gives(true);
    place.practises(C::Export(out.clone()));
    assert_eq!(Table::read(&out).rows.len(), 2);
    place.practises(C::Import(set));
    assert!(place.notice().contains("holds no results of practice"));
}

#[test]
fn rows_that_do_not_read_are_named_and_the_others_practised() {
    let mut place = Place::new();
    let set = place.file("mixed.csv", "title\tcode\nbrickie\t371131\nx\t12345\n".as_bytes());
    place.practises(C::ShowPage(PracticePage::Practise));
    place.practises(C::OpenSet(set));
    assert_eq!(place.run().planned(), 1);
    assert!(place.notice().contains("line 3: “12345” is no code of OSCA 2024"), "{}", place.notice());
}

#[test]
fn the_shipped_sets_are_offered_without_a_project_and_asked_in_an_order_of_their_own() {
    let mut place = Place::new();
    place.does(Command::ShowWorkspace(workbench::Workspace::Practise));
    let kinds: Vec<&OfferKind> = place.practice().offers.iter().map(|offer| &offer.kind).collect();
    let shipped = |id| OfferKind::Begin(SetSource::Shipped(id));
    assert_eq!(
        kinds,
        [&shipped(ClassificationId::Osca2024), &shipped(ClassificationId::Anzsco2022), &OfferKind::Choose]
    );
    place.practises(C::TakeOffer(Some(1)));
    assert_eq!(place.run().planned(), 20);
    assert_eq!(place.run().tables().id(), ClassificationId::Anzsco2022);
    // Down the tree by keys: a group, then one of its categories.
    place.practises(C::MoveMark(1));
    place.practises(C::MoveMark(1));
    assert_eq!(place.run().marked_code(), Some(code("2")));
    place.practises(C::Unfold);
    assert_eq!((place.run().within, place.run().marked_code()), (Some(code("2")), Some(code("21"))));
    place.practises(C::Fold);
    assert_eq!(place.run().marked_code(), Some(code("2")));
    place.practises(C::Give(None));
    assert_eq!(place.told().answer.given, Some(Verdict::Code(code("2"))));
}
