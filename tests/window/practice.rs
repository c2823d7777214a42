//! Practising by keyboard and by pointer.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use review::Verdict;
use workbench::{Command, PracticeCommand, PracticePage, PracticeRun, PracticeStage, Workspace};

use super::Window;

impl Window {
    fn practice_run(&mut self) -> &PracticeRun {
        self.harness.state_mut().desk().state().practice.run.as_ref().expect("a session")
    }

    fn stage(&mut self) -> PracticeStage {
        self.practice_run().stage.clone()
    }

    /// Types what was agreed, or a code that nobody agreed on, and presses Enter until the next answer is asked.
    fn answer(&mut self, right: bool) {
        let agreed = self.practice_run().asked().expect("an answer").0.agreed;
        match agreed {
            _ if !right => self.type_in_one_frame("899999\n"),
            Verdict::Code(code) => self.type_in_one_frame(&format!("{code}\n")),
            Verdict::Uncodable(reason) => {
                let at = review::Uncodable::ALL.iter().position(|other| *other == reason).unwrap_or(0);
                self.press_with(Modifiers::COMMAND, Key::U);
                self.type_in_one_frame(&(at + 1).to_string());
            }
        }
        assert!(matches!(self.stage(), PracticeStage::Told(_)), "{:?}", self.stage());
        self.press(Key::Enter);
    }
}

#[test]
fn a_session_goes_from_ctrl_4_to_its_end_by_keys_alone_without_a_project() {
    let mut window = Window::new();
    window.press_with(Modifiers::COMMAND, Key::Num4);
    assert!(window.shows("OSCA 2024 sample set") && window.shows("Open a file or project…"));
    window.tab_to("10 answers in a session");
    window.press(Key::Enter);
    window.dispatch(Command::Practise(PracticeCommand::ShowPage(PracticePage::Practise)));
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(window.practice_run().set.name, "ANZSCO 2022 sample set");
    assert_eq!(window.practice_run().planned(), 10);
    assert_eq!(window.focused(), "Code of the answer");
    window.press(Key::Enter);
    assert_eq!(window.stage(), PracticeStage::Asked, "Enter alone gives nothing");
    // One that is not known, one that is wrong, and the rest right.
    window.press_with(Modifiers::COMMAND, Key::D);
    assert!(window.shows("Not known") && window.shows("What the engine makes of it"));
    window.press(Key::Space);
    window.answer(false);
    let mut given = 2;
    while !matches!(window.stage(), PracticeStage::Over(_)) {
        window.answer(true);
        given += 1;
        assert!(given <= 12, "two came back");
    }
    assert_eq!(given, 12);
    assert!(window.shows("8 of 10 answers right at once") && window.shows("Missed at first"));
    window.press(Key::Escape);
    assert!(window.shows("mean credit of the last"));
}

#[test]
fn what_was_agreed_is_told_level_by_level() {
    let mut window = Window::new();
    std::fs::write(window.path("set.csv"), "title,tasks,code,reason\nsparky,wires houses,381231,Colloquial.\n")
        .expect("room");
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window.dispatch(Command::Practise(PracticeCommand::OpenSet(window.path("set.csv"))));
    assert!(!window.shows("381231") && !window.shows("Colloquial"), "the answer is asked blind");
    // A group is looked into without typing: down to the trades, and into them.
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowRight] {
        window.press(key);
    }
    let row = window
        .harness
        .get_by_role_and_label(Role::ListBoxOption, "38 Electrotechnology and Telecommunications Trades Workers");
    row.click();
    window.settle();
    assert!(window.shows("2 of 5 levels agree") && window.shows("40 points") && window.shows("Colloquial."));
    assert!(
        window.shows(
            "major group: agreed 3 Technicians and Trades Workers, yours 3 Technicians and Trades Workers, agrees"
        )
    );
    assert!(window.shows("minor group: agreed 381 Electrical Trades Workers, yours –, differs"));
    window.click(Role::Button, "Next answer  (Enter)");
    assert!(window.shows("missed before in this session"));
    window.press(Key::Escape);
    assert!(window.shows("Go on where you left"));
    window.press(Key::Home);
    window.press(Key::Enter);
    window.type_in_one_frame("electrician gen\n");
    assert!(matches!(window.stage(), PracticeStage::Told(_)));
}

#[test]
fn progress_and_confusions_say_what_they_show() {
    let mut window = Window::review();
    let set = window.path("set.csv");
    std::fs::write(&set, "title,tasks,code\nsparky,,381231\nbrickie,,371131\n").expect("room");
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window.dispatch(Command::Practise(PracticeCommand::OpenSet(set)));
    window.answer(false);
    window.answer(false);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    assert!(matches!(window.stage(), PracticeStage::Asked), "it stands where it was left");
    window.click(Role::Button, "Progress");
    assert!(window.shows("Mean credit by session, n = 1: 0 %") && window.shows("Right at once: 0 %"));
    assert!(window.shows("2 answers, 0 % right at once"));
    window.click(Role::Button, "Confusions");
    let found = window.harness.query_all_by_role(Role::Row).count();
    assert_eq!(found, 2);
    assert!(window.shows("371131 Bricklayer given as 899999 Labourers nec: 1"));
    window.press(Key::ArrowDown);
    assert!(window.shows("given 899999 Labourers nec"));
    window.click(Role::RadioButton, "At the major group");
    assert!(window.shows("3 Technicians and Trades Workers given as 8 Labourers: 2"));
    assert!(window.shows("2 answers behind it"));
    let workspace = window.harness.state_mut().desk().state().workspace;
    assert_eq!(workspace, Workspace::Practise);
    assert_eq!(window.state_review().ledger.entries().len(), 0, "practising decides nothing");
}

#[test]
fn a_path_is_typed_where_there_is_no_dialog() {
    let mut window = Window::without_dialogs();
    let set = window.path("set.csv");
    std::fs::write(&set, "title;code\nbrickie;371131\n").expect("room");
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window.harness.get_by_label_contains("Open a file or project…: ").click();
    window.settle();
    assert_eq!(window.focused(), "Or type its path");
    window.write(&set.display().to_string());
    window.press(Key::Enter);
    assert_eq!(window.practice_run().set.name, "set.csv");
}
