//! Practising: answers with agreed codes, coded blind; what an answer earns, when it comes back, and what is confused with
//! what.
//!
//! - [`PracticeSet`] holds answers with agreed codes; [`Credit`] says how far a given code agrees with the agreed one.
//! - [`Boxes`] remember how well a trainee knows each answer, [`session_order`] chooses the answers of a session, and
//!   [`PracticeQueue`] asks one after the other and brings back what was missed.
//! - [`PracticeResults`] is the fold of all that was kept; [`PracticeSummary`] and [`confusions`] are read from it.

mod confusion;
mod credit;
mod results;
mod schedule;
mod set;
mod summary;

#[cfg(test)]
mod laws;

pub use confusion::{Confusion, confusions};
pub use credit::Credit;
pub use results::{KeptSession, PracticeAnswer, PracticeLine, PracticeResults, PracticeSession, SessionId};
pub use schedule::{BOXES, Boxes, GAP, PracticeQueue, session_order};
pub use set::{ItemKey, MOST_ITEMS, PracticeItem, PracticeSet, SetGatherer};
pub use summary::PracticeSummary;
