//! Answers that come again: people with the same job write the same words.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use domain::{Coding, Suggestion};
use rustc_hash::FxBuildHasher;

use crate::engine::{Engine, Scratch};

/// Codes answers, and remembers what it made of the first to come, in a table of fixed size. An answer gets the same
/// coding as from the engine itself.
#[derive(Debug)]
pub struct Repeats<'e> {
    engine: &'e Engine,
    suggestions: usize,
    slots: Vec<OnceLock<Box<Remembered>>>,
}

#[derive(Debug)]
struct Remembered {
    title: Box<str>,
    tasks: Box<str>,
    coding: Coding,
    suggestions: Vec<Suggestion>,
}

const SLOTS: usize = 1 << 16;
/// Longer answers, in bytes, hardly come again.
const LONGEST: usize = 240;

impl<'e> Repeats<'e> {
    /// Nothing remembered yet. Each answer gets at most so many suggestions.
    pub fn new(engine: &'e Engine, suggestions: usize) -> Repeats<'e> {
        Repeats { engine, suggestions, slots: (0..SLOTS).map(|_| OnceLock::new()).collect() }
    }

    /// Codes an answer as [`Engine::code_with_suggestions`] does.
    pub fn code(&self, title: &str, tasks: &str, scratch: &mut Scratch) -> (Coding, Vec<Suggestion>) {
        let code = |scratch: &mut Scratch| self.engine.code_with_suggestions(title, tasks, self.suggestions, scratch);
        if title.len() + tasks.len() > LONGEST {
            return code(scratch);
        }
        let slot = &self.slots[(FxBuildHasher.hash_one((title, tasks)) >> 40) as usize % SLOTS];
        if let Some(remembered) = slot.get() {
            if *remembered.title == *title && *remembered.tasks == *tasks {
                return (remembered.coding, remembered.suggestions.clone());
            }
            return code(scratch);
        }
        let (coding, suggestions) = code(scratch);
        let remembered =
            Remembered { title: title.into(), tasks: tasks.into(), coding, suggestions: suggestions.clone() };
        // Another thread may have been faster; its answer stays.
        let _ = slot.set(Box::new(remembered));
        (coding, suggestions)
    }
}
