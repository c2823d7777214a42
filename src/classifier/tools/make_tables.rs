//! Makes the tables in `assets/` from the published sources.
//!
//! ```text
//! cargo run -p classifier --example make-tables -- SOURCES
//! ```
//!
//! `SOURCES` is a folder with the CSV extracts named below. What is written is facts and figures only: codes, titles,
//! links and counts. Task statements are read, and left as counts of neighbouring words per occupation.
//!
//! Sources: Australian Bureau of Statistics, OSCA 2024 version 1.0, ANZSCO 2022 Australian Update, their coding
//! indexes, tasks, correspondences, and the operational codes of the ABS coder, CC BY 4.0; people employed per
//! occupation derived from ABS counts, CC BY 4.0.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use classifier::content_words;

type Rows = Vec<BTreeMap<String, String>>;
type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let sources = PathBuf::from(std::env::args().nth(1).ok_or("usage: make-tables SOURCES")?);
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
    let tables = Tables { sources, classifications: assets.join("classifications"), training: assets.join("training") };
    std::fs::create_dir_all(&tables.classifications)?;
    std::fs::create_dir_all(&tables.training)?;
    tables.categories("osca2024.csv", "osca-2024.tsv", &BTreeSet::new())?;
    tables.categories("anzsco2022.csv", "anzsco-2022.tsv", &tables.new_zealand_only()?)?;
    tables.index("osca2024_titles.csv", "osca-2024-index.tsv")?;
    tables.index("anzsco2022_titles.csv", "anzsco-2022-index.tsv")?;
    tables.non_classification()?;
    tables.correspondence()?;
    tables.anzsco_titles()?;
    tables.employment()?;
    tables.terms("osca2024_tasks.csv", "osca-2024-terms.tsv", "OSCA 2024 version 1.0, main tasks")?;
    tables.terms("anzsco2022_tasks.csv", "anzsco-2022-terms.tsv", "ANZSCO 2022 Australian Update, tasks of unit groups")
}

struct Tables {
    sources: PathBuf,
    classifications: PathBuf,
    training: PathBuf,
}

const ABS: &str = "Source: Australian Bureau of Statistics, CC BY 4.0";

impl Tables {
    fn read(&self, name: &str) -> Result<Rows> {
        let mut reader = csv::Reader::from_path(self.sources.join(name)).map_err(|error| format!("{name}: {error}"))?;
        let header = reader.headers()?.clone();
        reader
            .records()
            .map(|record| {
                let record = record?;
                Ok(header.iter().map(str::to_owned).zip(record.iter().map(|cell| cell.trim().to_owned())).collect())
            })
            .collect()
    }

    fn categories(&self, source: &str, target: &str, new_zealand_only: &BTreeSet<String>) -> Result<()> {
        let lines = self.read(source)?.into_iter().map(|row| {
            let mark = if new_zealand_only.contains(&row["code"]) { "\tNZ" } else { "" };
            format!("{}\t{}\t{}{mark}", row["code"], row["title"], row["skill_level"])
        });
        write_table(&self.classifications.join(target), ABS, "code\ttitle\tskill_level\tonly_in", lines.collect())
    }

    /// Occupations that the ABS coder, an Australian program, does not use.
    fn new_zealand_only(&self) -> Result<BTreeSet<String>> {
        let used: BTreeSet<String> =
            self.read("anzsco2022_coder_codes.csv")?.into_iter().map(|row| row["code"].clone()).collect();
        let occupations = self.read("anzsco2022.csv")?.into_iter().filter(|row| row["level"] == "5");
        Ok(occupations.map(|row| row["code"].clone()).filter(|code| !used.contains(code)).collect())
    }

    fn index(&self, source: &str, target: &str) -> Result<()> {
        let mut lines: Vec<(String, usize, String)> = self
            .read(source)?
            .into_iter()
            .map(|row| {
                let kinds = ["principal", "alternative", "specialisation", "nec_example"];
                let kind = kinds.iter().position(|kind| *kind == row["kind"]).ok_or("unknown kind of title")?;
                Ok((row["code"].clone(), kind, format!("{}\t{}", row["kind"], row["title"])))
            })
            .collect::<Result<_>>()?;
        lines.sort();
        let lines = lines.into_iter().map(|(code, _, rest)| format!("{code}\t{rest}")).collect();
        write_in_order(&self.classifications.join(target), ABS, "code\tkind\ttitle", lines)
    }

    fn non_classification(&self) -> Result<()> {
        let rows = self.read("anzsco2022_coder_codes.csv")?.into_iter().filter(|row| row["code"].starts_with('0'));
        let lines = rows.map(|row| format!("{}\t{}\t", row["code"], row["label"])).collect();
        write_table(&self.classifications.join("non-classification.tsv"), ABS, "code\ttitle\tskill_level", lines)
    }

    fn correspondence(&self) -> Result<()> {
        let rows = self.read("osca_anzsco_correspondence.csv")?.into_iter();
        let lines = rows.map(|row| format!("{}\t{}", row["osca_code"], row["anzsco2022_code"])).collect();
        write_table(&self.classifications.join("osca-2024-to-anzsco-2022.tsv"), ABS, "osca_2024\tanzsco_2022", lines)
    }

    fn anzsco_titles(&self) -> Result<()> {
        let rows = self.read("anzsco_titles_to_osca_candidates.csv")?.into_iter();
        let rows = rows.filter(|row| row["status"] == "single" || row["status"] == "ambiguous");
        let lines = rows.map(|row| format!("{}\t{}", row["title"], row["osca_candidates"])).collect();
        let source =
            "ANZSCO index titles with the OSCA occupations they may lead to. Source: derived from ABS, CC BY 4.0";
        write_table(&self.training.join("anzsco-titles-to-osca-2024.tsv"), source, "title\tosca_2024", lines)
    }

    fn employment(&self) -> Result<()> {
        let rows = self.read("osca2024_employment.csv")?.into_iter();
        let lines = rows.map(|row| format!("{}\t{}", row["code"], row["employed"])).collect();
        let source = "People employed, apportioned from ANZSCO counts. Source: derived from ABS, CC BY 4.0";
        write_table(&self.training.join("osca-2024-employment.tsv"), source, "code\temployed", lines)
    }

    /// How often two content words stand beside each other in the tasks of a category.
    fn terms(&self, source: &str, target: &str, name: &str) -> Result<()> {
        let mut counts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        for row in self.read(source)? {
            let words = content_words(&row["task"]);
            let of_code = counts.entry(row["code"].clone()).or_default();
            for pair in words.windows(2) {
                *of_code.entry(format!("{} {}", pair[0], pair[1])).or_default() += 1;
            }
        }
        let lines = counts
            .into_iter()
            .map(|(code, pairs)| {
                let mut line = code;
                for (pair, count) in pairs {
                    // Writing to a String cannot fail.
                    let _ = if count == 1 { write!(line, "\t{pair}") } else { write!(line, "\t{pair} {count}") };
                }
                line
            })
            .collect();
        let source =
            format!("Counts of neighbouring content words. Source: Australian Bureau of Statistics, {name}, CC BY 4.0");
        write_table(&self.training.join(target), &source, "code\tpair count…", lines)
    }
}

fn write_table(path: &Path, source: &str, header: &str, mut lines: Vec<String>) -> Result<()> {
    lines.sort();
    lines.dedup();
    write_in_order(path, source, header, lines)
}

fn write_in_order(path: &Path, source: &str, header: &str, lines: Vec<String>) -> Result<()> {
    let mut text = format!("# {source}\n{header}\n");
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    std::fs::write(path, text)?;
    Ok(())
}
