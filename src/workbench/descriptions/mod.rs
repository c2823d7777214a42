//! Descriptions and tasks of categories, which a person imported from the workbooks of the ABS; kept beside the settings.

pub(crate) mod parse;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::Path;

use domain::text::normalise;
use domain::{ClassificationId, Code, Level};
use serde::{Deserialize, Serialize};

use parse::Parsed;

/// What the ABS says about a category.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryText {
    /// The lead statement or definition, its paragraphs on lines of their own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The main tasks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<String>,
    /// The skill level in words or as a number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub skill: String,
    /// Alternative titles that the coding index of this program does not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternative: Vec<String>,
    /// Specialisations that the coding index of this program does not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub specialisations: Vec<String>,
}

/// A workbook that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbook {
    /// The name of its file.
    pub name: String,
    /// When it was read, ISO 8601 in UTC.
    pub at: String,
}

/// What was imported about the categories of a classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptions {
    /// Which classification.
    pub classification: ClassificationId,
    /// The workbooks, in the order in which they were read.
    pub workbooks: Vec<Workbook>,
    texts: BTreeMap<Code, CategoryText>,
    /// The normalised words of each text, between spaces.
    words: Vec<(Code, String)>,
}

/// The first line of the file.
#[derive(Serialize, Deserialize)]
struct Head {
    occudesk: String,
    version: u32,
    classification: String,
    workbooks: Vec<Workbook>,
}

/// Any other line.
#[derive(Serialize, Deserialize)]
struct Line {
    code: String,
    #[serde(flatten)]
    text: CategoryText,
}

const WHAT: &str = "descriptions";
const VERSION: u32 = 1;

impl CategoryText {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == CategoryText::default()
    }

    /// Takes over what another text says, where it says anything.
    fn take(&mut self, other: CategoryText) {
        if !other.description.is_empty() {
            self.description = other.description;
        }
        if !other.tasks.is_empty() {
            self.tasks = other.tasks;
        }
        if !other.skill.is_empty() {
            self.skill = other.skill;
        }
        for (own, others) in
            [(&mut self.alternative, other.alternative), (&mut self.specialisations, other.specialisations)]
        {
            own.extend(others);
            own.sort_unstable();
            own.dedup();
        }
    }
}

impl Descriptions {
    /// None yet.
    pub fn new(classification: ClassificationId) -> Descriptions {
        Descriptions { classification, workbooks: Vec::new(), texts: BTreeMap::new(), words: Vec::new() }
    }

    /// Number of categories of which anything is said.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether nothing is said of any.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// What is said about a category.
    pub fn of(&self, code: Code) -> Option<&CategoryText> {
        self.texts.get(&code)
    }

    /// The tasks of a category, or of the nearest group above of which any are known, with that category: those of ANZSCO are
    /// published for unit groups.
    pub fn tasks_of(&self, code: Code) -> Option<(Code, &[String])> {
        let levels = Level::ALL.into_iter().rev();
        let mut at_or_above = levels.filter_map(|level| code.at(level));
        at_or_above.find_map(|code| {
            let tasks = &self.texts.get(&code)?.tasks;
            (!tasks.is_empty()).then_some((code, tasks.as_slice()))
        })
    }

    /// Categories whose description or tasks have, for every word of the query, a word that begins with it, by code; with
    /// the sentence or task that has the first word.
    pub fn find(&self, query: &str, limit: usize) -> Vec<(Code, &str)> {
        let query = normalise(query);
        let wanted: Vec<String> =
            query.split(' ').filter(|word| word.len() > 2).map(|word| format!(" {word}")).collect();
        let Some(first) = wanted.first() else { return Vec::new() };
        let found = self.words.iter().filter(|(_, words)| wanted.iter().all(|word| words.contains(word.as_str())));
        found.take(limit).filter_map(|(code, _)| Some((*code, self.sentence(*code, first)?))).collect()
    }

    fn sentence(&self, code: Code, word: &str) -> Option<&str> {
        let text = self.texts.get(&code)?;
        let sentences = text.description.split_inclusive(['.', '\n']).chain(text.tasks.iter().map(String::as_str));
        sentences.map(str::trim).find(|sentence| format!(" {}", normalise(sentence)).contains(word))
    }

    /// Takes in what a workbook said; a later one says it better.
    pub(crate) fn add(&mut self, workbook: Workbook, parsed: Parsed) {
        for (code, text) in parsed.texts {
            self.texts.entry(code).or_default().take(text);
        }
        self.workbooks.retain(|known| known.name != workbook.name);
        self.workbooks.push(workbook);
        self.index();
    }

    fn index(&mut self) {
        let words =
            |text: &CategoryText| format!(" {}", normalise(&format!("{} {}", text.description, text.tasks.join(" "))));
        self.words = self.texts.iter().map(|(code, text)| (*code, words(text))).collect();
    }

    /// Reads the file; `None` where there is none.
    ///
    /// # Errors
    /// What the system says, or that the file is not one of ours.
    pub fn load(file: &Path) -> io::Result<Option<Descriptions>> {
        let lines = match File::open(file) {
            Ok(file) => BufReader::new(file).lines(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let damaged = || io::Error::new(ErrorKind::InvalidData, "it is damaged");
        let mut descriptions: Option<Descriptions> = None;
        for line in lines {
            let line = line?;
            match &mut descriptions {
                None => {
                    let head: Head = serde_json::from_str(&line).map_err(|_| damaged())?;
                    let id = ClassificationId::from_key(&head.classification);
                    let id = id.filter(|_| head.occudesk == WHAT && head.version == VERSION).ok_or_else(damaged)?;
                    descriptions = Some(Descriptions { workbooks: head.workbooks, ..Descriptions::new(id) });
                }
                Some(descriptions) => {
                    let Line { code, text } = serde_json::from_str(&line).map_err(|_| damaged())?;
                    descriptions.texts.insert(Code::parse(&code).map_err(|_| damaged())?, text);
                }
            }
        }
        let mut descriptions = descriptions.ok_or_else(damaged)?;
        descriptions.index();
        Ok(Some(descriptions))
    }

    /// Writes the file beside and renames it, so that a crash leaves the old or the new one.
    ///
    /// # Errors
    /// What the system says when the folder cannot be made or the file not be written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let beside = file.with_extension(format!("jsonl.{}", std::process::id()));
        let written = self.write(&beside).and_then(|()| fs::rename(&beside, file));
        if written.is_err() {
            // The half-written file is of no use; that it stays is no second failure worth telling.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    fn write(&self, file: &Path) -> io::Result<()> {
        let mut out = BufWriter::new(File::create(file)?);
        let head = Head {
            occudesk: WHAT.to_owned(),
            version: VERSION,
            classification: self.classification.key().to_owned(),
            workbooks: self.workbooks.clone(),
        };
        serde_json::to_writer(&mut out, &head)?;
        out.write_all(b"\n")?;
        for (code, text) in &self.texts {
            serde_json::to_writer(&mut out, &Line { code: code.to_string(), text: text.clone() })?;
            out.write_all(b"\n")?;
        }
        let out = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        out.sync_all()
    }
}
