//! Practises as fast as it can, and prints how many answers are shown as given. The crash test runs it and kills it.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use workbench::{Command, Desk, Home, PracticeCommand, Workspace};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: practise-until-killed FOLDER")?;
    let mut desk = Desk::new(Home::in_folder(Path::new(&folder)), || {});
    let mut does = |command: Command| {
        desk.dispatch(command);
        desk.wait_idle(Duration::from_secs(60));
        let run = desk.state().practice.run.as_ref();
        run.map(|run| run.given).ok_or_else(|| format!("no session: {:?}", desk.state().notices))
    };
    // There is no session before one is taken.
    let _ = does(Command::ShowWorkspace(Workspace::Practise));
    // The first offer is to go on with the last session, or else to begin one. What is never known never ends.
    does(Command::Practise(PracticeCommand::TakeOffer(Some(0))))?;
    let mut out = std::io::stdout().lock();
    loop {
        let given = does(Command::Practise(PracticeCommand::DontKnow))?;
        writeln!(out, "{given}")?;
        out.flush()?;
        does(Command::Practise(PracticeCommand::GoOn))?;
    }
}
