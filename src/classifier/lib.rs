//! Text to features to local classifiers to calibrated joint probabilities.
mod words;
pub use words::content_words;
