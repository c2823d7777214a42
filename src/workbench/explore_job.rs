//! What exploring leaves to a thread of its own, and what comes back.

use std::sync::Arc;

use classifier::Engine;
use domain::ClassificationId;

use crate::WouldChange;

/// Work of the exploring workspace that can take longer than a frame.
#[derive(Clone, Debug)]
pub enum ExploreJob {
    /// Read the models of these classifications that come with the program.
    ReadModels(Vec<ClassificationId>),
    /// Look for what would change the code of an answer.
    LookForChanges {
        /// Job title.
        title: String,
        /// Main tasks.
        tasks: String,
        /// What codes it.
        engines: Vec<Arc<Engine>>,
    },
}

/// What came of it.
#[derive(Debug)]
pub enum ExploreFound {
    /// The models, ready to code with.
    Models(Vec<(ClassificationId, Engine)>),
    /// What would change the code, in each classification.
    Changes(Vec<(ClassificationId, WouldChange)>),
}
