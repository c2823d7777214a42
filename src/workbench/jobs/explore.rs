//! What exploring needs time for: the models, and what would change a code.

use classifier::Engine;
use domain::Classification;

use super::Reporter;
use super::work::Broken;
use crate::{Event, ExploreFound, ExploreJob, WouldChange};

/// Does it.
pub(super) fn explore(reporter: &Reporter<Event>, job: ExploreJob) -> Result<Event, Broken> {
    let found = match job {
        ExploreJob::ReadModels(ids) => {
            let mut engines = Vec::new();
            for id in ids {
                engines.push((id, Engine::shipped(id).map_err(|error| Broken::of(&error))?));
                // The titles are prepared here and not at the first keystroke.
                Classification::get(id).nearest_titles("", 0);
            }
            ExploreFound::Models(engines)
        }
        ExploreJob::LookForChanges { title, tasks, engines } => {
            let go_on = || !reporter.cancelled();
            let changes = engines.iter().map(|engine| {
                let removal = engine.smallest_removal(&title, &tasks, &go_on);
                let addition = engine.smallest_addition(&title, &tasks, &go_on);
                (engine.card().classification, WouldChange { removal, addition })
            });
            let changes = changes.collect();
            if reporter.cancelled() {
                return Err(Broken::Cancelled);
            }
            ExploreFound::Changes(changes)
        }
    };
    Ok(Event::Explored(reporter.id(), found))
}
