//! `occudesk split` and `occudesk merge`: coder packs are made, and what was decided in them is taken in.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use review::{Ledger, MergeTotals, Overlap, RecordId, Timestamp};
use store::Project;
use workbench::packs::{self, PackRead, PacksRead, SplitPlan};

use crate::Failure;

/// Who splits or merges, where no name is given.
const SOMEBODY: &str = "command line";

/// Arguments of `split`.
#[derive(Debug, clap::Args)]
pub(crate) struct SplitArguments {
    /// The project to split.
    project: PathBuf,
    /// The names of the coders, separated by commas; they stand beside their decisions.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', required = true)]
    coders: Vec<String>,
    /// How many records are coded by several coders: a share such as 0.2 or 20%, or a number of records such as 50.
    #[arg(long, value_name = "SHARE|NUMBER", default_value = "0", value_parser = overlap)]
    overlap: Overlap,
    /// By how many coders these are coded.
    #[arg(long, value_name = "N", default_value_t = 2)]
    times: usize,
    /// Seed of the draw; the same seed gives the same packs.
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Which records.
    #[arg(long, value_enum, value_name = "WHICH", default_value = "all")]
    records: Which,
    /// The folder of the packs, which are named PROJECT.CODER.occudesk; made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    output: PathBuf,
    /// Who splits.
    #[arg(long, value_name = "NAME", default_value = SOMEBODY)]
    reviewer: String,
}

/// Which records are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// All.
    All,
    /// Those still to review.
    ToReview,
}

/// Arguments of `merge`.
#[derive(Debug, clap::Args)]
pub(crate) struct MergeArguments {
    /// The project that was split.
    project: PathBuf,
    /// The packs; they are only read.
    #[arg(required = true)]
    packs: Vec<PathBuf>,
    /// Says what would be taken in, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Who merges.
    #[arg(long, value_name = "NAME", default_value = SOMEBODY)]
    reviewer: String,
}

/// A share, in percent or with a decimal point, or a number of records.
fn overlap(text: &str) -> Result<Overlap, String> {
    let wrong = || "a share such as 0.2 or 20%, or a number of records such as 50, is expected".to_owned();
    let share = |text: &str, of: f64| {
        let share = text.trim().parse::<f64>().map_err(|_| wrong())? / of;
        if (0.0..=1.0).contains(&share) { Ok(Overlap::Share(share)) } else { Err(wrong()) }
    };
    match text.strip_suffix('%') {
        Some(percent) => share(percent, 100.0),
        None if text.contains('.') => share(text, 1.0),
        None => text.parse().map(Overlap::Records).map_err(|_| wrong()),
    }
}

/// Runs `split`.
pub(crate) fn split(arguments: &SplitArguments) -> Result<(), Failure> {
    let project = Project::open(&arguments.project)?;
    let all = 0..project.record_count();
    let (records, scope): (Vec<RecordId>, _) = match arguments.records {
        Which::All => (all.collect(), "all records"),
        Which::ToReview => (packs::to_review(&project)?, "to review"),
    };
    let plan = SplitPlan {
        folder: arguments.output.clone(),
        coders: arguments.coders.iter().map(|coder| coder.trim().to_owned()).collect(),
        overlap: arguments.overlap,
        times: arguments.times,
        seed: arguments.seed,
        records,
        scope: scope.to_owned(),
        reviewer: arguments.reviewer.clone(),
    };
    let mut writer = project.split_writer()?;
    let split = packs::split(&project, &mut writer, &plan, now(), &mut |_, _| true)?;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "Split {}: {} records among {} coders, {} of them coded by {}, seed {}.",
        split.number,
        split.records,
        split.packs.len(),
        split.overlap,
        split.times,
        split.seed
    );
    for (pack, path) in split.packs.iter().zip(packs::pack_paths(project.path(), &plan.folder, &plan.coders)) {
        let _ = writeln!(text, "  {:<20} {:>8} records  {}", pack.coder, pack.records, path.display());
    }
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Runs `merge`.
pub(crate) fn merge(arguments: &MergeArguments) -> Result<(), Failure> {
    let mut project = Project::open(&arguments.project)?;
    let ledger = project.ledger()?;
    let read = packs::read_packs(&project, &ledger, &arguments.packs, &mut |_, _| true)?;
    if let Some((_, why)) = read.refused.first() {
        return Err(Failure::Refused { why: why.clone(), others: read.refused.len() - 1 });
    }
    let mut text = says(&read);
    let entry = read.entry(&ledger, now(), &arguments.reviewer);
    // Writing to a String cannot fail.
    let _ = match &entry {
        None => writeln!(text, "Nothing is new. The project was not changed."),
        Some(_) if arguments.dry_run => writeln!(text, "The project was not changed."),
        Some(entry) => {
            project.append(entry)?;
            writeln!(text, "Taken in as entry {} of the log.", entry.number)
        }
    };
    if let Some(entry) = entry.filter(|_| !arguments.dry_run) {
        let _ = writeln!(text, "{} records are left to adjudicate.", disputed(ledger, entry));
    }
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn disputed(mut ledger: Ledger, entry: review::Entry) -> usize {
    // An entry that was just made from this log continues it.
    let _ = ledger.apply(entry);
    ledger.judgements().filter(|(_, judgement)| judgement.is_disputed()).count()
}

fn says(read: &PacksRead) -> String {
    // Writing to a String cannot fail.
    let mut text = String::from(
        "coder                 records  decided  uncodable  referred  flagged  notes  undecided  changed\n",
    );
    for PackRead { coder, tally, new, .. } in &read.packs {
        let _ = writeln!(
            text,
            "{coder:<20} {:>8} {:>8} {:>10} {:>9} {:>8} {:>6} {:>10} {:>8}",
            tally.records,
            tally.decided,
            tally.uncodable,
            tally.referred,
            tally.flagged,
            tally.noted,
            tally.undecided(),
            new
        );
        if tally.by_others > 0 {
            let _ = writeln!(text, "  {} decisions in it carry another name than {coder}.", tally.by_others);
        }
    }
    let MergeTotals { changed, decided, agree, differ, reopened } = read.totals;
    let _ = writeln!(
        text,
        "{changed} records change: {decided} are decided, {agree} by coders who agree; {differ} differ; {reopened} are open \
         again."
    );
    for missing in &read.missing {
        let _ = writeln!(text, "Still out: {}, {} records.", missing.coder, missing.records);
    }
    text
}

fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlap_is_a_share_or_a_number() {
        assert_eq!(overlap("0.2"), Ok(Overlap::Share(0.2)));
        assert_eq!(overlap("20%"), Ok(Overlap::Share(0.2)));
        assert_eq!(overlap("1.0"), Ok(Overlap::Share(1.0)));
        assert_eq!(overlap("1"), Ok(Overlap::Records(1)));
        for wrong in ["1.2", "-1", "x", "", "120%", "NaN.", "0.2.1"] {
            assert!(overlap(wrong).is_err(), "{wrong}");
        }
    }
}
