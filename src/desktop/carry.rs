//! Carrying commands out, with what only the window knows: drafts that must not be lost, a note that is still to be
//! written, the sizes that fit.

use domain::Thresholds;
use review::{Hidden, Uncodable};
use workbench::{Command, Desk, Panel, Reach, Screen, command_table};

use crate::sight::Sight;

/// Carries a command out.
pub fn out(desk: &mut Desk, sight: &mut Sight, command: Command) {
    match chosen(desk, command) {
        Some(command) => {
            let before = selected(desk);
            keep_note(desk, sight, &command);
            let ended_note = matches!(command, Command::SetNote(_) | Command::ClosePanel);
            do_it(desk, sight, command);
            if ended_note && sight.go_on_after.take().is_some_and(|record| Some(record) == before) {
                desk.dispatch(Command::NextFlagged);
            }
            if selected(desk) != before {
                sight.go_on_after = None;
                leave_record(desk);
            }
        }
        None => desk.dispatch(Command::RunPalette),
    }
}

fn do_it(desk: &mut Desk, sight: &mut Sight, command: Command) {
    match command {
        Command::Uncodable(Uncodable::Other) => other_reason(desk, sight),
        Command::StartExport => {
            desk.dispatch(Command::StartExport);
            sight.replace_asked = false;
        }
        Command::CloseProject => {
            desk.dispatch(Command::CloseProject);
            put_away_successes(desk);
        }
        command => desk.dispatch(command),
    }
}

/// The command that is marked in the palette instead of running the palette, so that it is carried out like any other.
fn chosen(desk: &mut Desk, command: Command) -> Option<Command> {
    if command != Command::RunPalette {
        return Some(command);
    }
    let Panel::Palette(panel) = &desk.state().panel else { return None };
    let row = panel.rows.get(panel.marked).and_then(|at| command_table().get(*at))?;
    let command = row.command.clone();
    desk.dispatch(Command::ClosePanel);
    Some(command)
}

/// The record and row that are selected.
fn selected(desk: &Desk) -> Option<u32> {
    desk.state().review()?.selected.as_ref().map(|selected| selected.record)
}

/// A note being written is saved with its record before anything else happens to either.
fn keep_note(desk: &mut Desk, sight: &mut Sight, command: &Command) {
    let stays = matches!(
        command,
        Command::SetNote(_)
            | Command::ClosePanel
            | Command::SetTheme(_)
            | Command::SetLayout(..)
            | Command::SetReviewer(_)
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomReset
            | Command::DismissNotice(_)
            | Command::Cancel(_)
    );
    if stays || desk.state().panel != Panel::Note {
        return;
    }
    let Some((record, text)) = sight.note.take() else { return };
    if selected(desk) == Some(record) {
        desk.dispatch(Command::SetNote(text));
    }
}

/// Panels about one record are not about the next.
fn leave_record(desk: &mut Desk) {
    let panel = &desk.state().panel;
    if matches!(panel, Panel::Note | Panel::Uncodable | Panel::Search(_) | Panel::Group | Panel::Compare(_)) {
        desk.dispatch(Command::ClosePanel);
    }
}

/// "Other" says nothing without a note: the decision is made, the note of the same record opens, and its end goes on.
fn other_reason(desk: &mut Desk, sight: &mut Sight) {
    // A record of a quality sample has its reason already.
    if desk.state().review().is_some_and(|review| review.selected_hidden() == Some(Hidden::Sample)) {
        desk.dispatch(Command::Uncodable(Uncodable::Other));
        return;
    }
    let at = desk.state().review().and_then(|review| review.selected.as_ref());
    let at = at.map(|selected| (selected.row, selected.record));
    let of_group =
        desk.state().review().and_then(|review| review.group.as_ref()).is_some_and(|of| of.reach != Reach::ThisRecord);
    desk.dispatch(Command::Uncodable(Uncodable::Other));
    let Some((row, record)) = at.filter(|_| desk.state().refusal.is_none()) else { return };
    desk.dispatch(Command::Select(row));
    if selected(desk) == Some(record) {
        desk.dispatch(Command::OpenNote);
        // After a decision about many the cursor stays.
        sight.go_on_after = (!of_group).then_some(record);
    }
}

/// What was written from a project is no news any more when the project is closed.
fn put_away_successes(desk: &mut Desk) {
    if !matches!(desk.state().screen, Screen::Start) {
        return;
    }
    for at in (0..desk.state().notices.len()).rev() {
        desk.dispatch(Command::DismissNotice(at));
    }
}

/// How many records would be to review with other thresholds; `None` where nothing is coded.
pub fn to_review_with(review: &workbench::Review, thresholds: Thresholds) -> Option<u64> {
    if !review.is_coded() {
        return None;
    }
    let mut columns = review::Columns::derive(&review.codings, thresholds);
    columns.judge_all(&review.ledger);
    columns.mark_earlier(&review.earlier.differing(columns.code()));
    Some(columns.counts().of(review::Filter::Flagged) as u64)
}
