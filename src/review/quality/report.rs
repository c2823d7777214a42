//! The report of a quality sample on one page: HTML that any browser shows and prints, without anything from elsewhere.

use std::fmt::Write;

use domain::{Classification, Code, Level};

use super::design::{PlanChoice, QualitySample};
use super::figures::percent;
use super::outcome::{Checked, Fate, Outcome, Verdict};
use crate::statistics::estimate::Estimate;
use crate::{Hash, RecordId, Timestamp, hash_text};

/// What the report says besides sample and outcome.
pub struct Report<'a> {
    /// The sample.
    pub sample: &'a QualitySample,
    /// What became of it.
    pub outcome: &'a Outcome,
    /// Name of the project file.
    pub project: &'a str,
    /// Name of the file that was coded.
    pub source: &'a str,
    /// What it is coded to.
    pub classification: &'a Classification,
    /// SHA-256 of the model that coded, as hexadecimal digits; empty where it is not known.
    pub model_hash: &'a str,
    /// Number of entries in the log.
    pub log_entries: u64,
    /// Hash of its last entry.
    pub log_head: Hash,
    /// When the report is written.
    pub written_at: Timestamp,
    /// Who writes it.
    pub written_by: &'a str,
    /// Figures as SVG.
    pub figures: &'a [String],
    /// Job title and tasks of a record, where the errors are listed with them on a further page.
    pub answers: Option<&'a dyn Fn(RecordId) -> (String, String)>,
}

/// What a person reads of a verdict: "Accepted".
pub fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "Accepted",
        Verdict::Rejected => "Sent back",
        Verdict::Open { .. } => "Not decided yet",
    }
}

/// Why it is so: "1 error found, 1 allowed."
pub fn verdict_reason(sample: &QualitySample, outcome: &Outcome) -> String {
    let accept = sample.design.plan.plan.accept;
    let found = counted(outcome.errors() as u64, "error");
    match outcome.verdict {
        Verdict::Accepted | Verdict::Rejected => format!("{found} found, {accept} allowed."),
        Verdict::Open { to_code, to_settle } => {
            let mut left = Vec::new();
            if to_code > 0 {
                left.push(format!("{} to code blind", counted(to_code as u64, "record")));
            }
            if to_settle > 0 {
                left.push(format!("{} to settle", counted(to_settle as u64, "record")));
            }
            let left = if left.is_empty() { "nothing is left in the sample".to_owned() } else { left.join(", ") };
            format!("{found} found so far, {accept} allowed; {left}.")
        }
    }
}

/// How the plan was chosen, in a sentence.
pub fn plan_words(sample: &QualitySample) -> String {
    let plan = &sample.design.plan;
    let (n, c) = (plan.plan.sample, plan.plan.accept);
    match plan.choice {
        PlanChoice::Protect { reject_quality, consumer_risk, .. } => format!(
            "n = {n}, c = {c}: a lot with {} errors or more is accepted with probability {} at most.",
            percent(reject_quality),
            percent(consumer_risk)
        ),
        PlanChoice::Own { .. } => format!(
            "n = {n}, c = {c}, chosen by hand: a large lot with {} errors is accepted with probability 5 %.",
            percent(plan.accepted_with(0.05))
        ),
    }
}

/// What has to be known to read the figures rightly, each in a sentence or two.
pub fn limits(sample: &QualitySample, outcome: &Outcome) -> Vec<String> {
    let mut limits = vec![
        "An error is a record whose code stood otherwise than it was settled after a blind coding. Where the blind coding \
         agreed with what stood, both may be wrong."
            .to_owned(),
        format!(
            "The sample speaks for the lot as it was on {}; what was changed since then, it does not cover.",
            day(sample.at)
        ),
    ];
    if !sample.design.is_even() {
        limits.push(
            "Records were not drawn with even chances, as the plan of acceptance supposes; the estimates are weighted by \
             stratum and hold."
                .to_owned(),
        );
    }
    if outcome.done() < outcome.checked.len() + outcome.waiting.len() {
        limits.push(
            "The work is not finished: figures are of what is checked so far, and mislead while codings that differ are not \
             settled."
                .to_owned(),
        );
    }
    match outcome.own() {
        0 => {}
        1 => limits.push("1 record was coded blind by whoever had decided on it.".to_owned()),
        own => limits.push(format!("{own} records were coded blind by whoever had decided on them.")),
    }
    match outcome.withdrawn {
        0 => {}
        withdrawn => {
            limits.push(format!("{} of the draw are in the sample no more.", counted(withdrawn as u64, "record")));
        }
    }
    limits
}

/// An estimate in words: `4.2 % (1.3 % to 9.8 %)`.
pub fn estimate_words(estimate: &Estimate) -> String {
    let interval = estimate.interval;
    format!("{} ({} to {})", percent(estimate.error_rate), percent(interval.low), percent(interval.high))
}

/// The report as HTML, UTF-8. No answer text is in it unless `answers` gives it.
pub fn html(report: &Report<'_>) -> String {
    let (sample, outcome) = (report.sample, report.outcome);
    let mut page = String::with_capacity(1 << 15);
    let title = format!("Quality report, sample {}: {}", sample.number, report.source);
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(&title)
    );
    head(&mut page, report);
    page.push_str("<div class=\"columns\">\n");
    method(&mut page, report);
    found(&mut page, outcome);
    page.push_str("</div>\n");
    if !report.figures.is_empty() {
        page.push_str("<div class=\"columns figures\">\n");
        for figure in report.figures {
            let _ = writeln!(page, "<figure>{figure}</figure>");
        }
        page.push_str("</div>\n");
    }
    strata(&mut page, report);
    section(&mut page, "How to read it");
    page.push_str("<ul>\n");
    for limit in limits(sample, outcome) {
        let _ = writeln!(page, "<li>{}</li>", escaped(&limit));
    }
    page.push_str("</ul>\n");
    provenance(&mut page, report);
    if let Some(answers) = report.answers {
        errors(&mut page, report, answers);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

const STYLE: &str = "\
@page { size: A4; margin: 12mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1b1f24; font: 8.5pt/1.35 \"Segoe UI\", \"Helvetica Neue\", Arial, sans-serif; \
print-color-adjust: exact; -webkit-print-color-adjust: exact; }
main { max-width: 186mm; margin: 0 auto; padding: 6mm 2mm; }
h1 { font-size: 15pt; margin: 0; }
h2 { font-size: 10pt; margin: 2.6mm 0 .8mm; }
p { margin: 0 0 1mm; }
.muted { color: #57606a; }
.verdict { border: 1px solid #57606a; border-left: 5px solid; border-radius: 3px; padding: 2mm 4mm; margin: 3mm 0; }
.verdict b { font-size: 13pt; margin-right: 3mm; }
.accepted { border-color: #1a7f37; } .accepted b { color: #116329; }
.rejected { border-color: #cf222e; } .rejected b { color: #a40e26; }
.open { border-color: #9a6700; } .open b { color: #7d4e00; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 7mm; align-items: start; }
figure { margin: 2mm 0 0; }
figure svg { width: 100%; height: auto; display: block; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .5mm 2mm .5mm 0; border-bottom: 1px solid #d8dee4; }
th { font-weight: 600; color: #57606a; }
td.n, th.n { text-align: right; white-space: nowrap; }
th { white-space: nowrap; }
ul { margin: 0; padding-left: 5mm; }
.hash { font-family: Consolas, Menlo, monospace; font-size: 7.5pt; overflow-wrap: anywhere; }
.annex { break-before: page; }
@media print { main { padding: 0; } tr, figure { break-inside: avoid; } }
";

fn head(page: &mut String, report: &Report<'_>) {
    let (sample, outcome) = (report.sample, report.outcome);
    let class = match outcome.verdict {
        Verdict::Accepted => "accepted",
        Verdict::Rejected => "rejected",
        Verdict::Open { .. } => "open",
    };
    let _ = write!(
        page,
        "<h1>Quality report</h1>\n<p class=\"muted\">Sample {} of {}, coded to {}</p>\n\
         <div class=\"verdict {class}\"><b>{}</b>{}</div>\n",
        sample.number,
        escaped(report.source),
        escaped(report.classification.id().name()),
        verdict_words(outcome.verdict),
        escaped(&verdict_reason(sample, outcome)),
    );
}

fn method(page: &mut String, report: &Report<'_>) {
    let (sample, outcome) = (report.sample, report.outcome);
    let design = &sample.design;
    page.push_str("<section>\n");
    section(page, "What was checked");
    let allocation = if design.strata.len() > 1 {
        format!("{}, {}", design.stratify.name(), design.allocation.name().to_lowercase())
    } else {
        design.stratify.name().to_owned()
    };
    let who = outcome.reviewers().into_iter().map(|(name, count)| format!("{name} ({count})"));
    let who = who.collect::<Vec<String>>().join(", ");
    let when = outcome.dates().map_or_else(String::new, |(first, last)| match (day(first), day(last)) {
        (first, last) if first == last => format!(", {first}"),
        (first, last) => format!(", {first} to {last}"),
    });
    let rows = [
        ("Lot", format!("{}: {}", design.lot_words, counted(design.lot_records(), "record"))),
        ("Plan", plan_words(sample)),
        ("Strata", allocation),
        ("Seed", design.seed.to_string()),
        ("Drawn", format!("{} by {}, {}", design.drawn(), sample.reviewer, day(sample.at))),
        ("Coded by", if who.is_empty() { "nobody yet".to_owned() } else { format!("{who}{when}") }),
        ("Model", named(&design.model_id)),
        ("Thresholds", format!("optimal {:.2}, minimum {:.2}", design.thresholds.optimal, design.thresholds.minimum)),
    ];
    table_of_two(page, &rows);
    page.push_str("</section>\n");
}

fn found(page: &mut String, outcome: &Outcome) {
    page.push_str("<section>\n");
    section(page, "What was found");
    let mut rows = vec![
        ("Coded blind", format!("{} of {}", outcome.checked.len(), outcome.checked.len() + outcome.waiting.len())),
        ("Agreed", outcome.count(Fate::Agreed).to_string()),
        ("Settled", outcome.count(Fate::Settled).to_string()),
        ("To settle", outcome.count(Fate::Differs).to_string()),
        ("Errors", outcome.errors().to_string()),
    ];
    if outcome.own() > 0 {
        rows.push(("By oneself", outcome.own().to_string()));
    }
    table_of_two(page, &rows);
    section(page, "Error rate of the lot, with 95 % interval");
    let mut method = "";
    page.push_str("<table>\n");
    for (level, estimate) in Level::ALL.into_iter().zip(&outcome.estimates) {
        let words = match estimate {
            Ok(estimate) => {
                method = estimate.method.name();
                estimate_words(estimate)
            }
            Err(_) => "not known yet".to_owned(),
        };
        let _ = writeln!(page, "<tr><td>{}, {}</td><td class=\"n\">{words}</td></tr>", level.name(), digits(level));
    }
    page.push_str("</table>\n");
    if !method.is_empty() {
        let _ = writeln!(page, "<p class=\"muted\">Interval: {method}.</p>");
    }
    page.push_str("</section>\n");
}

fn strata(page: &mut String, report: &Report<'_>) {
    if report.outcome.strata.len() < 2 {
        return;
    }
    section(page, "By stratum");
    page.push_str(
        "<table>\n<tr><th>Stratum</th><th class=\"n\">Records</th><th class=\"n\">Drawn</th>\
         <th class=\"n\">Checked</th><th class=\"n\">Wrong</th><th class=\"n\">Share</th></tr>\n",
    );
    for stratum in &report.outcome.strata {
        let wrong = stratum.wrong[Level::Occupation.index()];
        let share = if stratum.checked > 0 { percent(wrong as f64 / stratum.checked as f64) } else { "–".to_owned() };
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{wrong}</td><td class=\"n\">{share}</td></tr>",
            escaped(&stratum.name),
            stratum.records,
            stratum.drawn,
            stratum.checked,
        );
    }
    page.push_str("</table>\n");
}

fn provenance(page: &mut String, report: &Report<'_>) {
    section(page, "Where it comes from");
    let _ = write!(
        page,
        "<p>Project {}, written by {} on {}.</p>\n<p class=\"hash\">SHA-256 of the model: {}<br>\n\
         Log of decisions: {}, head {}</p>\n",
        escaped(report.project),
        escaped(&named(report.written_by)),
        report.written_at.to_iso(),
        escaped(&named(report.model_hash)),
        counted(report.log_entries, "entry"),
        hash_text(&report.log_head),
    );
}

/// The errors with their answers, on a page of their own.
fn errors(page: &mut String, report: &Report<'_>, answers: &dyn Fn(RecordId) -> (String, String)) {
    page.push_str("<section class=\"annex\">\n");
    section(page, "Records that were coded otherwise");
    page.push_str(
        "<table>\n<tr><th class=\"n\">No.</th><th>Answer</th><th>Stood</th><th>Blind</th><th>Settled</th></tr>\n",
    );
    let code = |code: Option<Code>| match code {
        Some(code) => format!("{code} {}", report.classification.title(code)),
        None => "no code".to_owned(),
    };
    let otherwise = |checked: &&Checked| checked.fate != Fate::Agreed || checked.is_wrong();
    for checked in report.outcome.checked.iter().filter(otherwise) {
        let (title, tasks) = answers(checked.record);
        let note =
            if checked.note.is_empty() { String::new() } else { format!("<br>“{}”", escaped(&checked.note)) };
        let settled = if checked.fate == Fate::Differs { "not yet".to_owned() } else { code(checked.stands) };
        let _ = writeln!(
            page,
            "<tr><td class=\"n\">{}</td><td>{}<br><span class=\"muted\">{}</span></td><td>{}</td><td>{}{note}</td>\
             <td>{}</td></tr>",
            u64::from(checked.record) + 1,
            escaped(&title),
            escaped(&tasks),
            escaped(&code(checked.stood)),
            escaped(&code(checked.blind.code())),
            escaped(&settled),
        );
    }
    page.push_str("</table>\n</section>\n");
}

fn section(page: &mut String, title: &str) {
    let _ = writeln!(page, "<h2>{title}</h2>");
}

fn table_of_two(page: &mut String, rows: &[(&str, String)]) {
    page.push_str("<table>\n");
    for (name, value) in rows {
        let _ = writeln!(page, "<tr><th>{name}</th><td>{}</td></tr>", escaped(value));
    }
    page.push_str("</table>\n");
}

/// `1 digit`, `6 digits`.
fn digits(level: Level) -> String {
    counted(level.digits() as u64, "digit")
}

/// `1 record`, `12 records`, `2 entries`.
fn counted(count: u64, what: &str) -> String {
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {what}s"),
    }
}

fn named(name: &str) -> String {
    if name.is_empty() { "not known".to_owned() } else { name.to_owned() }
}

fn day(at: Timestamp) -> String {
    at.to_iso().chars().take(10).collect()
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
