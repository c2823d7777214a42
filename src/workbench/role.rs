//! What a person is here for, and what the desk offers them.

use serde::{Deserialize, Serialize};

use crate::{Command, PeopleCommand, Workspace};

/// What a person is here for. It says what the desk offers, and is no lock: anybody can choose another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Clears the records that need a person.
    Coder,
    /// Chooses thresholds, assures quality, sees everybody's figures; decides too.
    #[default]
    Supervisor,
    /// Learns: explores and practises, and looks at projects without deciding in them.
    Trainee,
}

impl Role {
    /// All, in the order in which they are offered.
    pub const ALL: [Role; 3] = [Role::Coder, Role::Supervisor, Role::Trainee];

    /// The word on screen: "coder".
    pub fn name(self) -> &'static str {
        match self {
            Role::Coder => "coder",
            Role::Supervisor => "supervisor",
            Role::Trainee => "trainee",
        }
    }

    /// A sentence: what the desk offers in this role.
    pub fn sentence(self) -> &'static str {
        match self {
            Role::Coder => "Reviews and decides, explores, practises. Supervision is put away.",
            Role::Supervisor => "Everything: decides, chooses thresholds, assures quality, sees everybody’s figures.",
            Role::Trainee => "Explores and practises; looks at projects and decides nothing in them.",
        }
    }

    /// Where a person begins who opens the program.
    pub(crate) fn first_workspace(self) -> Workspace {
        match self {
            Role::Coder | Role::Supervisor => Workspace::Review,
            Role::Trainee => Workspace::Explore,
        }
    }

    /// Why nothing is decided in a project in this role, whatever the project.
    pub(crate) fn bar(self) -> Option<&'static str> {
        match self {
            Role::Coder | Role::Supervisor => None,
            Role::Trainee => Some(
                "A trainee decides nothing in a project. Practise (Ctrl+4), or change your role (F2) if you work on this.",
            ),
        }
    }

    /// Whether the supervision is open in this role.
    pub fn supervises(self) -> bool {
        self == Role::Supervisor
    }
}

/// Refuses what belongs to supervisors to everybody else.
///
/// # Errors
/// The reason.
pub(crate) fn allows(role: Role, command: &Command) -> Result<(), &'static str> {
    let of_supervisors = match command {
        Command::SetThresholds(_)
        | Command::Calibration(_)
        | Command::Errors(_)
        | Command::Quality(_)
        | Command::Packs(_) => true,
        Command::People(command) => !matches!(
            command,
            PeopleCommand::OpenWho | PeopleCommand::SetRole(_) | PeopleCommand::StandAt(_) | PeopleCommand::BackToNow
        ),
        _ => false,
    };
    let removes = matches!(command, Command::OpenPurge | Command::PurgeProject);
    if let Some(bar) = role.bar().filter(|_| removes) {
        return Err(bar);
    }
    if of_supervisors && !role.supervises() {
        return Err("This belongs to supervisors. You can change your role (F2).");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_refused_to_those_who_chose_no_role() {
        assert_eq!(Role::default(), Role::Supervisor);
        assert_eq!(Role::default().bar(), None);
        let command = Command::SetThresholds(domain::Thresholds { optimal: 0.5, minimum: 0.1 });
        assert_eq!(allows(Role::default(), &command), Ok(()));
        assert!(allows(Role::Coder, &command).is_err());
    }

    #[test]
    fn a_trainee_removes_no_project() {
        assert!(allows(Role::Trainee, &Command::OpenPurge).is_err());
        assert!(allows(Role::Trainee, &Command::PurgeProject).is_err());
        assert_eq!(allows(Role::Coder, &Command::OpenPurge), Ok(()));
    }

    #[test]
    fn everybody_can_change_their_role() {
        for role in Role::ALL {
            for command in [PeopleCommand::OpenWho, PeopleCommand::SetRole(Role::Supervisor)] {
                assert_eq!(allows(role, &Command::People(command)), Ok(()));
            }
        }
    }
}
