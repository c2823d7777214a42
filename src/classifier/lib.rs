//! Text to features to local classifiers to calibrated joint probabilities.
//!
//! The engine is a hierarchical support vector machine: [`Engine`] holds one multi-class linear classifier for every
//! category with more than one child. An answer becomes a sparse vector (`features`), the rows of weights of its
//! features are added up (`layer`, `weights`, `folding`), a softmax with a sharpness per local classifier turns them into
//! conditional probabilities, and best-first search over their product finds the most probable full codes (`engine`).
//! On these candidates the occupation classifiers, each one occupation against all others, have a say: the balance of
//! both makes the joint probabilities, and the groups above hold what is below them. [`train`] makes models from the
//! material in `assets/`; [`evaluate`] measures them. [`Repeats`] codes files where answers come again.
//!
//! What this crate does not do: thresholds (`domain::Outcome`), flags (`review`), files (`formats`).

mod compare;
mod counterfactual;
mod engine;
pub mod evaluate;
mod explain;
mod features;
mod folding;
mod layer;
mod model;
mod model_file;
mod recoder;
mod repeats;
#[cfg(test)]
mod tests;
pub mod train;
mod tree;
mod vocabulary;
mod weights;
mod words;

pub use compare::{CodePath, Comparison, Parting};
pub use counterfactual::{Addition, Counterfactual};
pub use engine::{Engine, Scratch};
pub use explain::{Explanation, LevelExplanation, WordEvidence};
pub use features::Field;
pub use model::ModelCard;
pub use recoder::Recoder;
pub use repeats::Repeats;
pub use words::content_words;

/// Why a model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The bytes are something else.
    #[error("This is not an Occudesk model. Nothing was changed. Choose a .model file made by `occudesk train`.")]
    NotAModel,
    /// A model of another version of the format.
    #[error(
        "This model has format {found}; this program reads format {known}. Nothing was changed. Use a program of the \
         same version as the model, or train the model again."
    )]
    OtherVersion {
        /// Version of the file.
        found: u8,
        /// Version that this program reads.
        known: u8,
    },
    /// The file is cut off or was changed.
    #[error("This model file is damaged: {0}. Nothing was changed. Copy it again from where it came from.")]
    Damaged(&'static str),
}
