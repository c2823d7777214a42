//! The same training on another hierarchy, from coded answers alone: for comparing methods on public data.

use domain::{ClassificationId, Code};
use rayon::prelude::*;

use super::material::CodedAnswer;
use super::sampling::Answer;
use super::{calibration, fit};
use crate::engine::Engine;
use crate::tree::Tree;

/// One in so many answers is held out for calibration.
const HELD_OUT: u32 = 5;

/// An engine for the hierarchy that the codes of these answers span by their digits. It answers with these codes; their
/// titles are unknown to it.
pub fn on_answers(coded: &[CodedAnswer]) -> Engine {
    let mut codes: Vec<Code> = coded.par_iter().map(|answer| answer.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let tree = Tree::of(&codes);
    // Any classification will do: nothing is looked up in it.
    let id = ClassificationId::Osca2024;
    let answer = |(source, coded): (u32, &CodedAnswer)| Answer {
        title: coded.title.clone(),
        tasks: coded.tasks.clone(),
        code: coded.code,
        weight: 1.0,
        written: false,
        source,
        misspelt: false,
        original: true,
    };
    let all: Vec<Answer> = (0..).zip(coded).map(answer).collect();
    let (held_out, rest): (Vec<Answer>, Vec<Answer>) =
        all.iter().cloned().partition(|answer| answer.source % HELD_OUT == 0);
    let mut engine = Engine::of(fit(id, &tree, &codes, &rest).0);
    let sharpness = calibration::fit(&tree, &calibration::observe(&engine, &held_out));
    engine.model.sharpness.clone_from(&sharpness);
    let balance = calibration::fit_balance(&calibration::weighings(&engine, &held_out, |_| 1.0));
    let mut model = fit(id, &tree, &codes, &all).0;
    model.sharpness = sharpness;
    model.balance = balance;
    Engine::of(model)
}
