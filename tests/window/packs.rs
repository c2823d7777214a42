//! Coder packs and agreement, by keys and through the accessibility tree.

use domain::Code;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use review::Filter;
use workbench::{Command, PackCommand, SupervisePage, Workspace};

use super::Window;

const ANSWERS: &str = "id,job_title,tasks\n1,brickie,lays bricks\n2,nurse,aged care\n3,chef,cooks\n4,brickie,lays bricks\n\
    5,plumber,fixes pipes\n6,actor,acts\n";

/// A window on a project that is looked at under Agreement.
fn supervised() -> Window {
    let mut window = Window::mapping("survey.csv", ANSWERS.as_bytes());
    window.press(Key::Enter);
    window.dispatch(Command::ShowSupervise(SupervisePage::Agreement));
    window
}

/// Splits by the keyboard: all six records among two coders, each coded by both.
fn split(window: &mut Window) {
    window.tab_to("Split into packs…");
    window.press(Key::Enter);
    assert_eq!(window.focused(), "Coders");
    assert!(window.shows("A split needs 2 to 50 coders"));
    window.write("Ann, Ben");
    window.tab_to("All: 6");
    window.press(Key::Space);
    window.dispatch(Command::Packs(PackCommand::SetOverlap(review::Overlap::Share(1.0))));
    assert!(window.shows("6 records, 6 of them coded by 2: about 6 for each coder."));
    window.tab_to("Make 2 packs");
    window.press(Key::Enter);
    assert!(window.path("packs/survey.Ben.occudesk").exists());
    assert!(window.shows("Split 1") && window.shows("not taken in yet"));
}

/// The coder opens the pack and takes these codes, record by record.
fn code(window: &mut Window, coder: &str, codes: [&str; 6]) {
    let path = window.path(&format!("packs/survey.{coder}.occudesk"));
    window.dispatch(Command::OpenPath(path));
    window.dispatch(Command::ShowWorkspace(Workspace::Review));
    window.dispatch(Command::SetFilter(Filter::All));
    for (row, code) in codes.into_iter().enumerate() {
        window.dispatch(Command::Select(row));
        window.dispatch(Command::ChooseSearch(Code::parse(code).ok()));
    }
    window.dispatch(Command::ShowSupervise(SupervisePage::Agreement));
    assert!(window.shows(&format!("This project is the pack of {coder}.")));
    let project = window.path("survey.occudesk");
    window.dispatch(Command::OpenPath(project));
    window.dispatch(Command::ShowSupervise(SupervisePage::Agreement));
}

#[test]
fn packs_are_made_taken_in_and_adjudicated_by_the_keyboard() {
    let mut window = supervised();
    assert!(window.shows("No record was coded by two coders yet."));
    split(&mut window);
    code(&mut window, "Ann", ["371131", "265433", "371132", "371131", "522231", "265433"]);
    code(&mut window, "Ben", ["371131", "265433", "371132", "371132", "522231", "371131"]);
    for (coder, others) in [("Ann", "Still out: Ben with 6 records."), ("Ben", "left to adjudicate")] {
        window.tab_to("Path of a pack");
        let path = window.path(&format!("packs/survey.{coder}.occudesk")).display().to_string();
        window.write(&path);
        window.press(Key::Enter);
        assert_eq!(window.focused(), "Cancel", "the key that asked must not take in as well");
        assert!(window.shows("6 of 6") && window.shows(others));
        window.tab_to("Take in 6 records");
        window.press(Key::Enter);
        assert!(window.shows("6 taken in, last of"));
    }
    assert_eq!(window.state_review().ledger.entries().len(), 2);
    // The figures, and the codes of the two at another level.
    assert!(window.shows("66.7 %") && window.shows("83.3 %"));
    assert!(window.shows("too few to say much"));
    window.tab_to("major group");
    window.press(Key::Space);
    assert!(window.shows("Ann 2, Ben 3: 1 record"));
    window.tab_to("Ann 2, Ben 3: 1 record");
    window.press(Key::Enter);
    assert!(window.shows("Only 1 record: coded so by the two coders"));
    assert_eq!(window.selected(), 5);
    // Those that are left are shown and settled.
    window.dispatch(Command::ShowSupervise(SupervisePage::Agreement));
    window.tab_to("Adjudicate 2 records");
    window.press(Key::Enter);
    assert_eq!(window.state_review().visible, [3, 5]);
    assert!(window.state_review().listed.is_none());
}

#[test]
fn what_is_refused_says_why_and_the_pairs_of_coders_can_be_chosen() {
    let mut window = supervised();
    split(&mut window);
    let own = window.path("survey.occudesk");
    window.dispatch(Command::Packs(PackCommand::Read(vec![own])));
    assert!(window.shows("Refused: survey.occudesk") && window.shows("is no coder pack"));
    let button = window.harness.get_by_role_and_label(Role::Button, "Nothing is new");
    assert!(egui_kittest::kittest::NodeT::accesskit_node(&button).is_disabled());
    window.click(Role::Button, "Close");
    code(&mut window, "Ann", ["371131", "265433", "371132", "371131", "522231", "265433"]);
    code(&mut window, "Ben", ["371131", "265433", "371132", "371132", "522231", "371131"]);
    let packs = ["Ann", "Ben"].map(|coder| window.path(&format!("packs/survey.{coder}.occudesk")));
    window.dispatch(Command::Packs(PackCommand::Read(packs.to_vec())));
    assert!(window.shows("4 records were coded by several who agree."));
    window.dispatch(Command::Packs(PackCommand::TakeIn));
    window.click(Role::Button, "Ben and Ann: agreed 66.7 %, 6 records");
    assert!(window.shows("6 records coded by both, 66.7 % agreed. Kappa"));
}
