//! Descriptions of categories: read from workbooks, kept beside the settings, forgotten again.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::ClassificationId;
use formats::{FormatError, SheetGrid, read_grids};
use review::Timestamp;

use super::Reporter;
use super::work::{Broken, checked};
use crate::descriptions::parse::{UnknownRow, classification_of, parse};
use crate::{AppState, Command, Descriptions, DescriptionsRead, Event, Home, Notice, Workbook};

/// Rows that are named one by one in the report.
const NAMED: usize = 12;

/// Reads workbooks. Each is about one classification, told by its codes and titles. Nothing is kept unless all could be
/// read.
pub(super) fn import_descriptions(
    reporter: &mut Reporter<Event>,
    paths: &[PathBuf],
    home: &Home,
    now: Timestamp,
) -> Result<Event, Broken> {
    let mut descriptions: Vec<Descriptions> = Vec::new();
    let mut lines = Vec::new();
    for path in paths {
        let sheets = sheets_of(reporter, path)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let Some(id) = classification_of(&sheets) else {
            return Err(Broken::Failed(Box::new(unknown_workbook(&name))));
        };
        let parsed = parse(&sheets, id);
        lines.push(told(&name, id, parsed.texts.len(), &parsed.unknown));
        let at = match descriptions.iter().position(|of| of.classification == id) {
            Some(at) => at,
            None => {
                // What is damaged is replaced.
                let known = Descriptions::load(&home.descriptions_file(id)).ok().flatten();
                descriptions.push(known.unwrap_or_else(|| Descriptions::new(id)));
                descriptions.len() - 1
            }
        };
        if !parsed.texts.is_empty() {
            descriptions[at].add(Workbook { name, at: now.to_iso() }, parsed);
        }
    }
    descriptions.retain(|of| !of.is_empty());
    for of in &descriptions {
        let file = home.descriptions_file(of.classification);
        of.save(&file).map_err(|error| Broken::Failed(Box::new(not_written(&file, &error.to_string()))))?;
    }
    let report = Notice::news(lines.join(" "));
    Ok(Event::DescriptionsRead(reporter.id(), Box::new(DescriptionsRead { descriptions, report })))
}

fn sheets_of(reporter: &mut Reporter<Event>, path: &Path) -> Result<Vec<SheetGrid>, Broken> {
    let read = read_grids(path, |rows| checked(reporter, rows, None).is_ok());
    match read {
        Err(FormatError::Read { source, .. }) if source.kind() == ErrorKind::Interrupted => Err(Broken::Cancelled),
        other => other.map_err(|error| Broken::Failed(Box::new(Notice::of_error(&error).with_action(AGAIN)))),
    }
}

const AGAIN: Command = Command::ChooseDescriptions;

fn told(name: &str, id: ClassificationId, count: usize, unknown: &[UnknownRow]) -> String {
    let mut words = match count {
        0 => format!("“{name}” is about {}, but says nothing that this program does not know.", id.name()),
        1 => format!("Read what “{name}” says about 1 category of {}.", id.name()),
        _ => format!("Read what “{name}” says about {count} categories of {}.", id.name()),
    };
    if !unknown.is_empty() {
        let rows: Vec<String> =
            unknown.iter().take(NAMED).map(|row| format!("{} row {}", row.sheet, row.line)).collect();
        let more = if unknown.len() > NAMED { " and others" } else { "" };
        let rows = rows.join(", ");
        words = format!("{words} {} rows were not understood: {rows}{more}.", unknown.len());
    }
    words
}

fn unknown_workbook(name: &str) -> Notice {
    Notice {
        what_happened: format!("“{name}” has no sheet in which codes stand beside titles of OSCA 2024 or ANZSCO 2022."),
        what_is_safe: "Nothing was changed.".to_owned(),
        what_to_do: "Choose the workbooks with structure, index or descriptions as the ABS publishes them.".to_owned(),
        action: Some(AGAIN),
        is_error: true,
    }
}

fn not_written(file: &Path, error: &str) -> Notice {
    Notice {
        what_happened: format!("The descriptions could not be written to {}: {error}.", file.display()),
        what_is_safe: "What was imported before is as it was; projects are not touched by this.".to_owned(),
        what_to_do: "Make room, or make the folder writable, and import them again.".to_owned(),
        action: Some(AGAIN),
        is_error: true,
    }
}

/// Takes up what was imported in earlier sessions.
pub(crate) fn load_descriptions(home: &Home, state: &mut AppState) {
    for id in ClassificationId::ALL {
        let file = home.descriptions_file(id);
        match Descriptions::load(&file) {
            Ok(found) => state.descriptions.extend(found.map(Arc::new)),
            Err(error) => state.notices.push(Notice {
                what_happened: format!("The descriptions in {} could not be read: {error}.", file.display()),
                what_is_safe: "Projects are not touched by this.".to_owned(),
                what_to_do: "Import the workbooks of the ABS again.".to_owned(),
                action: Some(AGAIN),
                is_error: true,
            }),
        }
    }
}

/// Deletes the descriptions of a classification.
pub(crate) fn forget_descriptions(home: &Home, id: ClassificationId) -> Event {
    let file = home.descriptions_file(id);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Event::NotWritten(Box::new(Notice {
            what_happened: format!("The descriptions in {} could not be deleted: {error}.", file.display()),
            what_is_safe: "They are as they were.".to_owned(),
            what_to_do: "Make the folder writable and try again.".to_owned(),
            action: None,
            is_error: true,
        })),
        _ => Event::DescriptionsForgotten(id),
    }
}
