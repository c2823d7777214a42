//! Dual coordinate descent for linear support vector machines.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::matrix::Matrix;

/// How a binary classifier is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Parameters {
    /// The price of an error of weight 1.
    pub cost: f32,
    /// Stop when the violation of the optimality conditions falls below this.
    pub tolerance: f32,
    /// Stop after so many passes at the latest.
    pub most_passes: usize,
}

/// Why the solver stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Tolerance,
    MostPasses,
}

/// Trains one binary classifier: L2-regularised, squared hinge loss.
///
/// Objective: min over w of ½ wᵀw + Σ Cᵢ max(0, 1 − yᵢ wᵀxᵢ)², with Cᵢ = cost × weight of row i. Dual: min over α ≥ 0 of
/// ½ αᵀ(Q + D)α − eᵀα with Qᵢⱼ = yᵢyⱼxᵢᵀxⱼ and Dᵢᵢ = 1/(2Cᵢ). One coordinate is solved exactly at a time; coordinates at
/// their bound that stay there are set aside (shrinking) until the rest has converged.
///
/// Given: the rows of `matrix` numbered in `rows` with the weights of their errors, which of them are positive, and `w`,
/// all zeros, with one place more than there are features: the last is the constant part, learned as the weight of a
/// feature of value 1.
///
/// Result: `w`. Stopping rule: largest minus smallest projected gradient below the tolerance.
///
/// # Source
/// Algorithm 3 of Hsieh, Chang, Lin, Keerthi and Sundararajan, *A dual coordinate descent method for large-scale linear
/// SVM*, ICML 2008.
pub(crate) fn solve(
    matrix: &Matrix,
    rows: &[(u32, f32)],
    positive: impl Fn(u32) -> bool,
    parameters: Parameters,
    seed: u64,
    w: &mut [f32],
) -> Stop {
    let constant = w.len() - 1;
    let mut alpha = vec![0f32; rows.len()];
    let sign: Vec<f32> = rows.iter().map(|&(row, _)| if positive(row) { 1.0 } else { -1.0 }).collect();
    let diagonal: Vec<f32> = rows.iter().map(|&(_, weight)| 0.5 / (parameters.cost * weight)).collect();
    let square: Vec<f32> =
        rows.iter().zip(&diagonal).map(|(&(row, _), d)| matrix.squares[row as usize] + 1.0 + d).collect();
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let mut active = order.len();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut bound = f32::INFINITY;
    for _ in 0..parameters.most_passes {
        let (mut most, mut least) = (f32::NEG_INFINITY, f32::INFINITY);
        order[..active].shuffle(&mut random);
        let mut at = 0;
        while at < active {
            let i = order[at] as usize;
            let (features, values) = matrix.row(rows[i].0);
            let dot: f32 = features.iter().zip(values).map(|(&f, v)| w[f as usize] * v).sum::<f32>() + w[constant];
            let gradient = sign[i] * dot - 1.0 + diagonal[i] * alpha[i];
            if alpha[i] == 0.0 && gradient > bound {
                active -= 1;
                order.swap(at, active);
                continue;
            }
            let projected = if alpha[i] == 0.0 { gradient.min(0.0) } else { gradient };
            most = most.max(projected);
            least = least.min(projected);
            if projected.abs() > 1e-6 {
                let old = alpha[i];
                alpha[i] = (old - gradient / square[i]).max(0.0);
                let step = (alpha[i] - old) * sign[i];
                for (&f, v) in features.iter().zip(values) {
                    w[f as usize] += step * v;
                }
                w[constant] += step;
            }
            at += 1;
        }
        if most - least <= parameters.tolerance {
            if active == order.len() {
                return Stop::Tolerance;
            }
            active = order.len();
            bound = f32::INFINITY;
        } else {
            bound = if most <= 0.0 { f32::INFINITY } else { most };
        }
    }
    Stop::MostPasses
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference is made by `golden/make.py`.
    #[test]
    fn the_solution_is_that_of_liblinear() {
        let table = include_str!("golden/linear_svc.tsv");
        let mut matrix = Matrix::default();
        let mut positive = Vec::new();
        let mut solution = Vec::new();
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let numbers: Vec<f32> = cells[2..].iter().map(|cell| cell.parse().unwrap()).collect();
            if cells[0] == "solution" {
                solution = numbers;
                continue;
            }
            positive.push(cells[0] == "1");
            let features = numbers.iter().enumerate().filter(|(_, value)| **value != 0.0);
            matrix.push_row(features.map(|(feature, &value)| (feature as u32, value)), cells[1].parse().unwrap());
        }
        let rows: Vec<(u32, f32)> = (0..).zip(matrix.weights.iter().copied()).collect();
        let parameters = Parameters { cost: 0.7, tolerance: 1e-5, most_passes: 20_000 };
        let mut w = vec![0.0; solution.len()];
        solve(&matrix, &rows, |row| positive[row as usize], parameters, 1, &mut w);
        for (ours, reference) in w.iter().zip(&solution) {
            assert!((ours - reference).abs() < 2e-3, "{w:?} against {solution:?}");
        }
    }
}
