//! Quality samples as a project keeps them.

use review::Timestamp;

/// With what a quality sample was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Number of the sample, from 1.
    pub number: u32,
    /// When it was drawn.
    pub at: Timestamp,
    /// Who drew it.
    pub reviewer: String,
    /// How, as JSON that whoever drew it can read.
    pub parameters: String,
}
