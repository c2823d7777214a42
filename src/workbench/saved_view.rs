//! Ways of looking at the records that a person keeps by name, and the one in which they left a project.

use domain::Code;
use review::{Depth, Filter, Narrowing, Order};
use serde::{Deserialize, Serialize};

use crate::Review;

/// Filter, search words, narrowing and order under a name. What a file of settings holds that this program does not know
/// narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedView {
    /// The name; empty for the one in which a project was left.
    pub name: String,
    filter: String,
    order: String,
    query: String,
    words: Vec<String>,
    code: Option<String>,
    confidence: Option<(u8, u8)>,
    depth: Option<String>,
    reviewer: Option<String>,
}

/// Where a person left a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The selected record.
    pub record: u32,
    /// What was shown.
    pub view: SavedView,
}

impl SavedView {
    /// What a project shows now.
    pub(crate) fn of(review: &Review, name: &str) -> SavedView {
        let Narrowing { code, confidence, depth, reviewer } = review.narrowing.clone();
        SavedView {
            name: name.to_owned(),
            filter: review.filter.name().to_owned(),
            order: format!("{:?}", review.order),
            query: review.query.clone(),
            words: review.words.clone(),
            code: code.map(|code| code.to_string()),
            confidence,
            depth: depth.map(|depth| depth.name().to_owned()),
            reviewer,
        }
    }

    /// The same without words, which can be those of an answer: what is kept unasked holds none.
    pub(crate) fn without_words(self) -> SavedView {
        SavedView { query: String::new(), words: Vec::new(), ..self }
    }

    /// Lets a project show this; the records are not gathered yet.
    pub(crate) fn show(&self, review: &mut Review) {
        review.listed = None;
        review.filter = Filter::ALL.into_iter().find(|filter| filter.name() == self.filter).unwrap_or_default();
        review.order = Order::ALL.into_iter().find(|order| format!("{order:?}") == self.order).unwrap_or_default();
        review.query.clone_from(&self.query);
        review.words.clone_from(&self.words);
        review.narrowing = Narrowing {
            code: self.code.as_deref().and_then(|code| Code::parse(code).ok()),
            confidence: self.confidence.filter(|(first, last)| first <= last && *last < 10),
            depth: self.depth.as_deref().and_then(|name| Depth::ALL.into_iter().find(|depth| depth.name() == name)),
            reviewer: self.reviewer.clone(),
        };
    }

    /// What it shows, in a few words: "To review, 381, “nurse”".
    pub fn describe(&self) -> String {
        let quoted = |words: &String| format!("“{words}”");
        let tenths = |(first, last): (u8, u8)| format!("confidence .{first} to {}", tenth(last + 1));
        let parts = [
            Some(self.filter.clone()),
            self.code.clone(),
            self.confidence.map(tenths),
            self.depth.clone(),
            self.reviewer.clone(),
            Some(&self.query).filter(|query| !query.is_empty()).map(quoted),
        ];
        let words = self.words.iter().map(quoted);
        parts.into_iter().flatten().chain(words).collect::<Vec<String>>().join(", ")
    }
}

/// `.4`, and `1` for ten tenths.
fn tenth(tenths: u8) -> String {
    if tenths >= 10 { "1".to_owned() } else { format!(".{tenths}") }
}
