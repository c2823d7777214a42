//! Weights by feature, found by segment of outputs.

use std::ops::Range;

/// One weight of a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weight {
    /// The output that it adds to.
    pub output: u16,
    /// In steps of the scale of the output.
    pub steps: i8,
}

/// The weights of all features: rows by feature, in them by output. Of a long row it is remembered where each segment of
/// outputs begins, so that a search that visits few segments touches few weights; a short row costs less in one go.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// Where each row begins in `all`; one more than there are features.
    rows: Vec<u32>,
    all: Vec<Weight>,
    /// Where the segments after the first begin within a row, `stride` numbers for each long row.
    starts: Vec<u16>,
    /// The number of each feature's row among the long ones, or [`SHORT`].
    long: Vec<u32>,
    stride: usize,
    /// The first segment of each long row with all its outputs, zeros included, where most of its weights are there:
    /// neighbours add up fastest.
    first_segments: Vec<f32>,
    first_segment: usize,
}

const SHORT: u32 = u32::MAX;
/// Rows of at least so many weights are long.
const LONG_ROW: usize = 48;

impl Weights {
    /// Weights in rows; `rows` says where each begins, with one more number for the end of the last. With `dense_first`
    /// the first segment is kept with its zeros.
    pub(crate) fn new(rows: Vec<u32>, all: Vec<Weight>, segments: &[Range<usize>], dense_first: bool) -> Weights {
        let first_segment = segments.first().filter(|_| dense_first).map_or(0, |segment| segment.end);
        let mut weights = Weights {
            rows,
            all,
            starts: Vec::new(),
            long: Vec::new(),
            stride: segments.len() + 1,
            first_segments: Vec::new(),
            first_segment,
        };
        for feature in 0..weights.rows.len() - 1 {
            let row = weights.row(feature as u32);
            if row.len() < LONG_ROW {
                weights.long.push(SHORT);
                continue;
            }
            let begins: Vec<u16> = segments
                .iter()
                .map(|segment| row.partition_point(|weight| usize::from(weight.output) < segment.start) as u16)
                .chain([row.len() as u16])
                .collect();
            let mut first = vec![0.0; first_segment];
            for weight in row.iter().take_while(|weight| usize::from(weight.output) < first_segment) {
                first[usize::from(weight.output)] = f32::from(weight.steps);
            }
            weights.first_segments.extend(first);
            weights.long.push((weights.starts.len() / weights.stride) as u32);
            weights.starts.extend(begins);
        }
        weights
    }

    /// How many weights there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The number of features.
    pub(crate) fn features(&self) -> usize {
        self.rows.len() - 1
    }

    /// All weights, row by row.
    pub(crate) fn all(&self) -> &[Weight] {
        &self.all
    }

    /// The weights of a feature.
    pub(crate) fn row(&self, feature: u32) -> &[Weight] {
        let at = feature as usize;
        &self.all[self.rows[at] as usize..self.rows[at + 1] as usize]
    }

    /// The weight of a feature for an output, in steps.
    pub(crate) fn steps(&self, feature: u32, output: usize) -> i8 {
        let row = self.row(feature);
        row.binary_search_by_key(&output, |weight| usize::from(weight.output)).map_or(0, |at| row[at].steps)
    }

    /// Whether it costs less to add the whole row of a feature at once than segment by segment.
    pub(crate) fn is_short(&self, feature: u32) -> bool {
        self.long[feature as usize] == SHORT
    }

    /// Adds the weights of a feature, in steps, times its value.
    pub(crate) fn add_row(&self, feature: u32, value: f32, sums: &mut [f32]) {
        add(self.row(feature), value, sums);
    }

    /// The same for the outputs of a segment; the row must be long.
    pub(crate) fn add_segment(&self, feature: u32, segment: usize, value: f32, sums: &mut [f32]) {
        let long = self.long[feature as usize] as usize;
        if segment == 0 && self.first_segment > 0 {
            let from = long * self.first_segment;
            let steps = &self.first_segments[from..from + self.first_segment];
            sums.iter_mut().zip(steps).for_each(|(sum, steps)| *sum += value * steps);
        } else {
            let begins = long * self.stride + segment;
            let segment = usize::from(self.starts[begins])..usize::from(self.starts[begins + 1]);
            add(&self.row(feature)[segment], value, sums);
        }
    }
}

/// Adds weights times a value.
fn add(row: &[Weight], value: f32, sums: &mut [f32]) {
    for weight in row {
        sums[usize::from(weight.output)] += value * f32::from(weight.steps);
    }
}
