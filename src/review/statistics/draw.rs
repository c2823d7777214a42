//! Seeded samples: the same seed draws the same records on every machine.
//!
//! # Source
//! Numbers come from ChaCha with 8 rounds (Bernstein 2008), whose key is the seed; a whole number below a bound is drawn
//! without bias by rejection (Lemire 2019, Fast random integer generation in an interval, ACM TOMACS 29:3).

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A stream of random numbers that is the same for the same seed and stream, on every machine and in every version.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream with this number of a seed. Streams of one seed do not depend on each other.
    pub fn new(seed: u64, stream: u64) -> Dice {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut random = ChaCha8Rng::from_seed(key);
        random.set_stream(stream);
        Dice(random)
    }

    /// A whole number from 0 to `bound` - 1, each as likely as the others; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            if product as u64 >= bound.wrapping_neg() % bound {
                return (product >> 64) as u64;
            }
        }
    }

    /// A number from 0 to just below 1, in steps of 2⁻⁵³.
    pub fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number of the standard normal distribution (Box and Muller 1958, Annals of Mathematical Statistics 29:610).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.share())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.share())
    }
}

/// Draws `wanted` of these records without replacement, each sample as likely as any other; all of them when there are no
/// more. Returned ascending, each once.
///
/// The sample depends on the seed, on `stream` and on which records there are, not on their order. A larger sample with
/// the same seed holds the smaller one, so that a sample can be made larger later.
pub fn sample(records: impl IntoIterator<Item = u32>, wanted: usize, seed: u64, stream: u64) -> Vec<u32> {
    let mut records: Vec<u32> = records.into_iter().collect();
    records.sort_unstable();
    records.dedup();
    let mut dice = Dice::new(seed, stream);
    let wanted = wanted.min(records.len());
    for at in 0..wanted {
        let other = at + dice.below((records.len() - at) as u64) as usize;
        records.swap(at, other);
    }
    records.truncate(wanted);
    records.sort_unstable();
    records
}

/// Draws from every stratum, given as its records, as many as `wanted` says at its place; see [`sample`]. Returned stratum
/// by stratum in the same order, each ascending. What is drawn from one stratum does not depend on the others.
pub fn stratified_sample(strata: &[Vec<u32>], wanted: &[usize], seed: u64) -> Vec<Vec<u32>> {
    let streams = (0..).zip(strata.iter().zip(wanted));
    streams.map(|(stream, (records, wanted))| sample(records.iter().copied(), *wanted, seed, stream)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_records_for_good() {
        // Fixed: a sample written down in a report must be found again by later versions.
        assert_eq!(sample(0..1000, 5, 42, 0), sample((0..1000).rev(), 5, 42, 0));
        assert_eq!(sample(0..1000, 5, 42, 0), FIXED);
        assert_ne!(sample(0..1000, 5, 42, 1), FIXED);
        assert_ne!(sample(0..1000, 5, 43, 0), FIXED);
    }

    const FIXED: [u32; 5] = [286, 348, 369, 494, 826];

    #[test]
    fn every_record_is_drawn_equally_often() {
        let mut drawn = [0u32; 10];
        for seed in 0..20_000 {
            for record in sample(0..10, 3, seed, 0) {
                drawn[record as usize] += 1;
            }
        }
        // Binomial with n = 20,000 and p = 0.3: the standard deviation is 65.
        assert!(drawn.iter().all(|count| (5_700..6_300).contains(count)), "{drawn:?}");
    }

    #[test]
    fn normal_numbers_have_mean_0_and_variance_1() {
        let mut dice = Dice::new(7, 0);
        let values: Vec<f64> = (0..100_000).map(|_| dice.normal()).collect();
        let mean = values.iter().sum::<f64>() / 1e5;
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 1e5;
        assert!(mean.abs() < 0.015 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    }

    proptest! {
        #[test]
        fn a_sample_is_part_of_the_records_and_of_every_larger_sample(
            mut records in proptest::collection::vec(0u32..500, 0..80),
            wanted in 0usize..60,
            seed: u64,
        ) {
            let one = sample(records.clone(), wanted, seed, 3);
            let larger = sample(records.clone(), wanted + 5, seed, 3);
            records.reverse();
            prop_assert_eq!(&one, &sample(records.clone(), wanted, seed, 3));
            records.sort_unstable();
            records.dedup();
            prop_assert_eq!(one.len(), wanted.min(records.len()));
            prop_assert!(one.is_sorted_by(|a, b| a < b));
            prop_assert!(one.iter().all(|record| records.contains(record) && larger.contains(record)));
        }

        #[test]
        fn strata_are_drawn_apart(seed: u64, wanted in 0usize..9) {
            let strata = vec![(0..20).collect::<Vec<u32>>(), (20..25).collect()];
            let drawn = stratified_sample(&strata, &[wanted, 3], seed);
            prop_assert_eq!(&drawn[0], &sample(0..20, wanted, seed, 0));
            prop_assert_eq!(&drawn[1], &sample(20..25, 3, seed, 1));
        }
    }
}
