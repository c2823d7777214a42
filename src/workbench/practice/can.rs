//! What can be done in the practice now, and if not, why.

use review::practice::PracticeResults;

use super::{PracticeCommand, PracticeRun, PracticeStage};
use crate::{AppState, Screen};

/// Whether a command of the practice can be done now, and if not, why.
///
/// # Errors
/// The reason.
pub(crate) fn can(state: &AppState, command: &PracticeCommand) -> Result<(), &'static str> {
    use PracticeCommand as C;
    is(!matches!(state.screen, Screen::Mapping(_)), "Import the file or close it first.")?;
    let practice = &state.practice;
    match command {
        C::ShowPage(_) | C::ChooseSet | C::SetLength(_) | C::ChooseImport => Ok(()),
        C::MarkOffer(_) | C::SetTrainee(_) | C::SetSet(_) | C::SetLevel(_) | C::MoveConfusion(_) => {
            results(state).map(|_| ())
        }
        C::MarkConfusion(at) => is(*at < practice.view.confusions.len(), "There is no such confusion."),
        C::TakeOffer(at) => {
            idle(state)?;
            let at = at.unwrap_or(practice.marked);
            is(practice.run.is_none() && at < practice.offers.len(), "Nothing is offered now.")
        }
        C::OpenSet(_) | C::Import(_) => {
            results(state)?;
            idle(state)
        }
        C::SetQuery(_) | C::MoveMark(_) | C::Fold | C::DontKnow | C::OpenUncodable => asked(state).map(|_| ()),
        C::Unfold => {
            let run = asked(state)?;
            let marked = run.marked_code().ok_or("Nothing is marked.")?;
            is(run.tables().children(marked).next().is_some(), "There is nothing below it.")
        }
        C::Give(Some(code)) => {
            let run = asked(state)?;
            is(run.tables().category(*code).is_some(), "The classification has no such code.")
        }
        C::Give(None) => {
            let run = asked(state)?;
            is(run.marked_code().is_some(), "Type a code or a title, or choose a category first.")
        }
        C::GiveUncodable(_) | C::CloseUncodable => {
            is(run(state)?.stage == PracticeStage::Uncodable, "No reason is being chosen.")
        }
        C::GoOn => is(matches!(run(state)?.stage, PracticeStage::Told(_)), "Give a code first."),
        C::Leave => run(state).map(|_| ()),
        C::End => is(!matches!(run(state)?.stage, PracticeStage::Over(_)), "The session is at its end."),
        C::Again => {
            idle(state)?;
            is(matches!(run(state)?.stage, PracticeStage::Over(_)), "The session goes on.")
        }
        C::ChooseExport | C::Export(_) => {
            let kept = results(state)?;
            is(kept.sessions().iter().any(|kept| !kept.answers.is_empty()), "Nothing was practised yet.")
        }
    }
}

fn is(possible: bool, reason: &'static str) -> Result<(), &'static str> {
    if possible { Ok(()) } else { Err(reason) }
}

fn idle(state: &AppState) -> Result<(), &'static str> {
    is(state.practice.job.is_none() && state.practice.beginning.is_none(), "Wait until the reading has ended.")
}

fn results(state: &AppState) -> Result<&PracticeResults, &'static str> {
    state.practice.results.as_deref().ok_or("The results are not read yet; go to Practise (Ctrl+4).")
}

fn run(state: &AppState) -> Result<&PracticeRun, &'static str> {
    state.practice.run.as_deref().ok_or("Begin a session of practice first (Ctrl+4).")
}

fn asked(state: &AppState) -> Result<&PracticeRun, &'static str> {
    let run = run(state)?;
    is(state.workspace == crate::Workspace::Practise, "This belongs to Practise (Ctrl+4).")?;
    is(run.stage == PracticeStage::Asked, "No answer is asked now.")?;
    Ok(run)
}
