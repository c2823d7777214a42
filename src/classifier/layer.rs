//! Linear outputs over the features of an answer, scored segment by segment as they are needed.

use std::ops::Range;

use crate::weights::Weights;

/// Outputs with their weights. Segments are neighbouring outputs that are needed together.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub weights: Weights,
    /// The size of a step of each output.
    pub scales: Vec<f32>,
    /// The constant part of the decision value of each output.
    pub biases: Vec<f32>,
    pub segments: Vec<Range<usize>>,
}

/// Decision values of a layer for one answer. Working memory, reused from answer to answer.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    values: Vec<f32>,
    /// The features of the answer whose rows of weights are long, with their values.
    long_rows: Vec<(u32, f32)>,
    /// Which segments of `values` are complete.
    complete: Vec<bool>,
}

impl Layer {
    /// Takes in the features of an answer.
    pub(crate) fn take_in(&self, features: &[(u32, f32)], decisions: &mut Decisions) {
        decisions.complete.clear();
        decisions.complete.resize(self.segments.len(), false);
        decisions.values.clear();
        decisions.values.resize(self.biases.len(), 0.0);
        decisions.long_rows.clear();
        for &(feature, value) in features {
            if self.weights.is_short(feature) {
                self.weights.add_row(feature, value, &mut decisions.values);
            } else {
                decisions.long_rows.push((feature, value));
            }
        }
    }

    /// The decision values of some outputs of a segment, for the answer taken in. `words` are sums for all outputs, and
    /// what they are multiplied by.
    pub(crate) fn decisions<'d, 'w>(
        &self,
        segment: usize,
        outputs: Range<usize>,
        words: impl Iterator<Item = (&'w [f32], f32)>,
        decisions: &'d mut Decisions,
    ) -> &'d [f32] {
        if !decisions.complete[segment] {
            decisions.complete[segment] = true;
            self.complete(segment, words, decisions);
        }
        &decisions.values[outputs]
    }

    fn complete<'w>(&self, segment: usize, words: impl Iterator<Item = (&'w [f32], f32)>, decisions: &mut Decisions) {
        for &(feature, value) in &decisions.long_rows {
            self.weights.add_segment(feature, segment, value, &mut decisions.values);
        }
        let range = self.segments[segment].clone();
        let values = &mut decisions.values[range.clone()];
        for (sums, factor) in words {
            values.iter_mut().zip(&sums[range.clone()]).for_each(|(value, sum)| *value += factor * sum);
        }
        for ((value, scale), bias) in values.iter_mut().zip(&self.scales[range.clone()]).zip(&self.biases[range]) {
            *value = *value * scale + bias;
        }
    }

    /// The weight of a feature for an output.
    pub(crate) fn weight(&self, feature: u32, output: usize) -> f32 {
        f32::from(self.weights.steps(feature, output)) * self.scales[output]
    }
}
