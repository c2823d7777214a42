//! Appends decisions to a project as fast as it can, and prints the number of each entry once it is on disk. The crash
//! test runs it and kills it.

use std::io::Write;

use domain::{Classification, ClassificationId};
use review::{Choice, Decision, Timestamp};
use store::Project;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: append-until-killed PROJECT")?;
    let mut project = Project::open(path.as_ref())?;
    let mut ledger = project.ledger()?;
    let occupations: Vec<_> = Classification::get(ClassificationId::Osca2024).occupations().collect();
    let mut out = std::io::stdout().lock();
    for number in 0u32.. {
        let code = occupations[number as usize % occupations.len()].code;
        let decision = Decision::Code { code, choice: Choice::Search };
        let record = number % project.record_count();
        let at = Timestamp(i64::from(number));
        let entry = match number % 5 {
            4 => ledger.undo(at, "A. Coder"),
            _ => ledger.decide(at, "A. Coder", [(record, decision)]),
        };
        let Some(entry) = entry else { continue };
        project.append(&entry)?;
        writeln!(out, "{}", entry.number)?;
        out.flush()?;
        ledger.apply(entry)?;
    }
    Ok(())
}
