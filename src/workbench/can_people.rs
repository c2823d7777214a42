//! What can be asked about people, the log and how the project stood, and if not, why.

use crate::can::{coded, is, review, writable};
use crate::hidden::can_look_back;
use crate::{AppState, PeopleCommand};

pub(crate) fn can_people(state: &AppState, command: &PeopleCommand) -> Result<(), &'static str> {
    if matches!(command, PeopleCommand::OpenWho | PeopleCommand::SetRole(_)) {
        return Ok(());
    }
    let review = review(state)?;
    let view = &state.supervise.people;
    let exists = |number: u64| is(review.whole_log().entry(number).is_some(), "The log has no such entry.");
    match command {
        PeopleCommand::OpenWho | PeopleCommand::SetRole(_) => Ok(()),
        PeopleCommand::ShowPart(_)
        | PeopleCommand::ChoosePerson(_)
        | PeopleCommand::SetLogFilter(_)
        | PeopleCommand::FindHead(_) => Ok(()),
        PeopleCommand::MoveEntry(_) => is(view.listed(review) > 0, "No entries are listed."),
        PeopleCommand::MarkEntry(number) => exists(*number),
        PeopleCommand::SetUnaidedShare(percent) => {
            coded(review)?;
            writable(review)?;
            is(*percent <= 100, "A share goes from 0 to 100 in a hundred.")?;
            let standing = review.unaided.last().map_or(0, |share| share.percent);
            is(*percent != standing, "That is the share that stands.")
        }
        PeopleCommand::VerifyLog => is(view.verifying.is_none(), "The log is being checked."),
        PeopleCommand::StandAt(number) => {
            coded(review)?;
            exists(*number)?;
            can_look_back(review)?;
            is(review.deciding.is_none(), "Wait until the last action is written.")?;
            is(view.standing.is_none(), "Wait until the project as it stood is put together, or stop that.")?;
            let shown = review.as_of.as_ref().is_some_and(|as_of| as_of.number == *number);
            is(!shown, "The project is shown as it stood then already.")
        }
        PeopleCommand::BackToNow => is(review.as_of.is_some(), "The project is shown as it stands now."),
    }
}
