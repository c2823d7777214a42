//! How far coders agree, at each level of the classification.
//!
//! A coder's answer about a record is an optional code, `None` for "cannot be coded"; records a coder did not see are left
//! out (two coders) or `None` around it (any number). The functions take any labels that can be ordered, so that what was
//! coded, a level of it, or an example of a book go the same way.

use std::collections::BTreeMap;

use domain::{Code, Level};

use super::Interval;
use super::binomial::{score_interval, z_of};
use super::draw::Dice;

/// What stands at a level when a coder gave this code: its group at that level, or the code itself where it is broader
/// ("not further defined" is a category of its own); `None`, uncodable, is a category at every level.
pub fn at_level(given: Option<Code>, level: Level) -> Option<Code> {
    given.map(|code| code.at(level).unwrap_or(code))
}

/// How far two coders agree on the records that both coded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoCoders {
    /// Records that both coded.
    pub records: u64,
    /// Those on which they agree.
    pub agreed: u64,
    /// Share agreed, 0 to 1; 0 without records.
    pub share: f64,
    /// Score interval of the share.
    pub share_interval: Interval,
    /// Cohen's kappa, -1 to 1; `None` without records, and where both coders gave one and the same label throughout.
    pub kappa: Option<Kappa>,
}

/// Cohen's kappa.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// Agreement beyond chance: (p - e)/(1 - e), with p the share agreed and e what chance would give with the same
    /// marginal shares.
    pub value: f64,
    /// Its standard error in large samples.
    pub standard_error: f64,
    /// value ± z × standard error, not beyond -1 and 1.
    pub interval: Interval,
}

/// How far two coders agree, from the labels that the first and the second gave to each record that both coded.
///
/// # Source
/// Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20:37. Standard
/// error not under independence: Fleiss, Cohen and Everitt (1969), Large sample standard errors of kappa and weighted kappa,
/// Psychological Bulletin 72:323, the one for unweighted kappa.
pub fn two_coders<L: Ord + Copy>(labels: impl IntoIterator<Item = (L, L)>, confidence: f64) -> TwoCoders {
    let mut table: BTreeMap<(L, L), u64> = BTreeMap::new();
    for pair in labels {
        *table.entry(pair).or_default() += 1;
    }
    let records: u64 = table.values().sum();
    let agreed: u64 = table.iter().filter(|((one, other), _)| one == other).map(|(_, count)| count).sum();
    let share = if records == 0 { 0.0 } else { agreed as f64 / records as f64 };
    TwoCoders {
        records,
        agreed,
        share,
        share_interval: score_interval(share, records as f64, confidence),
        kappa: kappa(&table, records, share, confidence),
    }
}

fn kappa<L: Ord + Copy>(table: &BTreeMap<(L, L), u64>, records: u64, share: f64, confidence: f64) -> Option<Kappa> {
    if records == 0 {
        return None;
    }
    let n = records as f64;
    let (mut firsts, mut seconds): (BTreeMap<L, f64>, BTreeMap<L, f64>) = Default::default();
    for ((first, second), count) in table {
        *firsts.entry(*first).or_default() += *count as f64 / n;
        *seconds.entry(*second).or_default() += *count as f64 / n;
    }
    let of = |shares: &BTreeMap<L, f64>, label: &L| shares.get(label).copied().unwrap_or(0.0);
    let chance: f64 = firsts.iter().map(|(label, share)| share * of(&seconds, label)).sum();
    let one_label = firsts.len() == 1 && firsts.keys().eq(seconds.keys());
    if one_label {
        return None;
    }
    let value = (share - chance) / (1.0 - chance);
    let mut variance = 0.0;
    for ((first, second), count) in table {
        let p = *count as f64 / n;
        if first == second {
            let term = 1.0 - (of(&firsts, first) + of(&seconds, first)) * (1.0 - value);
            variance += p * term * term;
        } else {
            // The first coder's share of what the second said, and the other way round.
            let term = (of(&seconds, first) + of(&firsts, second)) * (1.0 - value);
            variance += p * term * term;
        }
    }
    let term = value - chance * (1.0 - value);
    variance = (variance - term * term).max(0.0) / (n * (1.0 - chance) * (1.0 - chance));
    let standard_error = variance.sqrt();
    let half = z_of(confidence) * standard_error;
    let interval = Interval { low: (value - half).max(-1.0), high: (value + half).min(1.0) };
    Some(Kappa { value, standard_error, interval })
}

/// How far two coders agree at each level, by [`Level::index`].
pub fn two_coders_by_level(given: &[(Option<Code>, Option<Code>)], confidence: f64) -> [TwoCoders; 5] {
    Level::ALL.map(|level| {
        two_coders(given.iter().map(|(one, other)| (at_level(*one, level), at_level(*other, level))), confidence)
    })
}

/// Krippendorff's alpha for nominal data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// 1 for perfect agreement, 0 for what chance would give, below 0 for systematic disagreement.
    pub value: f64,
    /// The middle of the values of bootstrap samples of the records; `None` when it was not asked for.
    pub interval: Option<Interval>,
    /// Records that two coders or more coded; others say nothing about agreement.
    pub records: u64,
    /// Labels on these records.
    pub labels: u64,
}

/// How the bootstrap of [`alpha`] is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// Number of samples of the records, with replacement; 1,000 is usual.
    pub samples: usize,
    /// Seed of the samples.
    pub seed: u64,
    /// Confidence of the interval.
    pub confidence: f64,
}

/// Krippendorff's alpha, nominal, for any number of coders: every record has one label per coder, in the same order of
/// coders or not, `None` where a coder did not code it.
///
/// α = 1 - (n - 1) Σᵤ Σ_{c≠k} n_uc n_uk/(mᵤ - 1) / Σ_{c≠k} n_c n_k over records with mᵤ ≥ 2 labels, n their labels in all.
/// `None` when no record has two labels, or all labels are the same.
///
/// The interval is the percentile bootstrap over records. Samples in which all labels are the same have no alpha and are
/// left out.
///
/// # Source
/// Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C; Efron and Tibshirani (1993), An Introduction
/// to the Bootstrap, chapter 13.
pub fn alpha<L: Ord + Copy>(records: &[Vec<Option<L>>], bootstrap: Option<Bootstrap>) -> Option<Alpha> {
    let mut places: BTreeMap<L, u32> = records.iter().flatten().flatten().map(|label| (*label, 0)).collect();
    for (place, number) in places.values_mut().zip(0..) {
        *place = number;
    }
    let units: Vec<Unit> = records.iter().filter_map(|record| Unit::of(record, &places)).collect();
    let mut counts = vec![0u64; places.len()];
    let value = alpha_of(units.iter(), &mut counts)?;
    let interval = bootstrap.and_then(|bootstrap| {
        let mut dice = Dice::new(bootstrap.seed, 0);
        let mut values: Vec<f64> = (0..bootstrap.samples)
            .filter_map(|_| {
                let drawn = (0..units.len()).map(|_| &units[dice.below(units.len() as u64) as usize]);
                alpha_of(drawn, &mut counts)
            })
            .collect();
        Interval::of_middle(&mut values, bootstrap.confidence)
    });
    let labels = units.iter().map(Unit::labels).sum();
    Some(Alpha { value, interval, records: units.len() as u64, labels })
}

/// What a record adds to alpha.
struct Unit {
    /// Its labels with their numbers.
    counts: Vec<(u32, u64)>,
    /// Pairs of different labels, each both ways, shared out over the labels but one.
    disagreement: f64,
}

impl Unit {
    fn of<L: Ord + Copy>(record: &[Option<L>], places: &BTreeMap<L, u32>) -> Option<Unit> {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        for label in record.iter().flatten() {
            *counts.entry(*places.get(label)?).or_default() += 1;
        }
        let labels: u64 = counts.values().sum();
        let same: u64 = counts.values().map(|count| count * count).sum();
        (labels > 1).then(|| Unit {
            counts: counts.into_iter().collect(),
            disagreement: (labels * labels - same) as f64 / (labels - 1) as f64,
        })
    }

    fn labels(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

fn alpha_of<'a>(units: impl Iterator<Item = &'a Unit>, counts: &mut [u64]) -> Option<f64> {
    counts.fill(0);
    let mut disagreement = 0.0;
    for unit in units {
        disagreement += unit.disagreement;
        for (place, count) in &unit.counts {
            counts[*place as usize] += count;
        }
    }
    let labels: u64 = counts.iter().sum();
    let different = labels * labels - counts.iter().map(|count| count * count).sum::<u64>();
    (different > 0).then(|| 1.0 - (labels - 1) as f64 * disagreement / different as f64)
}

/// Krippendorff's alpha at each level, by [`Level::index`]; see [`alpha`].
pub fn alpha_by_level(records: &[Vec<Option<Option<Code>>>], bootstrap: Option<Bootstrap>) -> [Option<Alpha>; 5] {
    Level::ALL.map(|level| {
        let at = |label: &Option<Option<Code>>| label.map(|given| at_level(given, level));
        let records: Vec<Vec<_>> = records.iter().map(|labels| labels.iter().map(at).collect()).collect();
        alpha(&records, bootstrap)
    })
}

/// Two of several coders, and how far they agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairOfCoders {
    /// Place of the one in the order of coders, from 0.
    pub first: usize,
    /// Place of the other, above `first`.
    pub second: usize,
    /// How far they agree on what both coded; no records when they share none.
    pub agreement: TwoCoders,
}

/// How far every two of `coders` coders agree: all pairs, by first and then second coder. Every record has one label per
/// coder at the coder's place.
pub fn pairs_of_coders<L: Ord + Copy>(records: &[Vec<Option<L>>], coders: usize, confidence: f64) -> Vec<PairOfCoders> {
    let pairs = (0..coders).flat_map(|first| (first + 1..coders).map(move |second| (first, second)));
    pairs
        .map(|(first, second)| {
            let label = |record: &Vec<Option<L>>, coder: usize| record.get(coder).copied().flatten();
            let both = records.iter().filter_map(|record| Some((label(record, first)?, label(record, second)?)));
            PairOfCoders { first, second, agreement: two_coders(both, confidence) }
        })
        .collect()
}

/// One cell of a confusion matrix: what the one coder and the other gave, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confusion<L> {
    /// The first coder's label.
    pub first: L,
    /// The second coder's label.
    pub second: L,
    /// Number of records, at least 1.
    pub records: u64,
}

/// The cells of the confusion matrix that are not empty, most records first, then by label of the first and second coder.
/// The diagonal is left out unless `with_agreement`.
pub fn confusions<L: Ord + Copy>(labels: impl IntoIterator<Item = (L, L)>, with_agreement: bool) -> Vec<Confusion<L>> {
    let mut table: BTreeMap<(L, L), u64> = BTreeMap::new();
    for (first, second) in labels.into_iter().filter(|(first, second)| with_agreement || first != second) {
        *table.entry((first, second)).or_default() += 1;
    }
    let mut cells: Vec<Confusion<L>> =
        table.into_iter().map(|((first, second), records)| Confusion { first, second, records }).collect();
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.records));
    cells
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::USUAL;
    use super::*;

    /// The labels of a table of counts.
    fn labels(table: &[&[u64]]) -> Vec<(usize, usize)> {
        let cells = table.iter().enumerate().flat_map(|(row, line)| {
            line.iter().enumerate().map(move |(column, count)| ((row, column), *count as usize))
        });
        cells.flat_map(|(pair, count)| std::iter::repeat_n(pair, count)).collect()
    }

    fn kappa_of(table: &[&[u64]]) -> Kappa {
        two_coders(labels(table), USUAL).kappa.unwrap()
    }

    #[test]
    fn kappa_is_that_of_published_tables() {
        // Cohen (1968), Weighted kappa, Psychological Bulletin 70:213, its table times 200: unweighted kappa .492.
        let cohen: [&[u64]; 3] = [&[88, 14, 18], &[10, 40, 10], &[2, 6, 12]];
        let agreement = two_coders(labels(&cohen), USUAL);
        assert_eq!((agreement.records, agreement.agreed), (200, 140));
        assert!((agreement.kappa.unwrap().value - 0.492).abs() < 0.0005);
        // Fleiss, Cohen and Everitt (1969), their table of 200: unweighted kappa .429.
        let fleiss: [&[u64]; 3] = [&[106, 10, 4], &[22, 28, 10], &[2, 12, 6]];
        assert!((kappa_of(&fleiss).value - 0.429).abs() < 0.0005);
        // Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, table 18.1, n = 100: kappa .68 with
        // standard error .087, interval .51 to .85; worked there with rounded terms.
        let psychiatrists: [&[u64]; 3] = [&[75, 1, 4], &[5, 4, 1], &[0, 0, 10]];
        let kappa = kappa_of(&psychiatrists);
        assert!((kappa.value - 0.68).abs() < 0.005);
        assert!((kappa.standard_error - 0.087).abs() < 0.001, "{kappa:?}");
        assert!((kappa.interval.low - 0.51).abs() < 0.006 && (kappa.interval.high - 0.85).abs() < 0.005);
    }

    #[test]
    fn alpha_is_that_of_krippendorffs_examples() {
        // Krippendorff (2011): section C, four observers and twelve units with missing data, nominal .743 …
        let observers: [[i8; 12]; 4] = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        let seen = |label: i8| (label > 0).then_some(label);
        let units: Vec<Vec<Option<i8>>> =
            (0..12).map(|unit| observers.iter().map(|labels| seen(labels[unit])).collect()).collect();
        let of_four = alpha(&units, None).unwrap();
        assert!((of_four.value - 0.743).abs() < 0.0005, "{of_four:?}");
        assert_eq!((of_four.records, of_four.labels), (11, 40));
        // … section A, two observers and binary data, .095 …
        let two = |one: &str, other: &str| -> Vec<Vec<Option<char>>> {
            one.chars().zip(other.chars()).map(|(one, other)| vec![Some(one), Some(other)]).collect()
        };
        let binary = alpha(&two("0100000010", "1110010000"), None).unwrap();
        assert!((binary.value - 0.095).abs() < 0.0005, "{binary:?}");
        // … and section B, two observers and five categories, .692.
        let nominal = alpha(&two("aabbdcccedda", "babbbcccedddd"), None).unwrap();
        assert!((nominal.value - 0.692).abs() < 0.0005, "{nominal:?}");
    }

    /// Made by R; see `statistics.R` beside it.
    const GOLDEN: &str = include_str!("../../../tests/golden/agreement.tsv");

    #[test]
    fn both_are_those_of_r_on_a_file_of_three_coders() {
        let numbers = |line: &str| -> Vec<f64> { line.split('\t').skip(1).map(|cell| cell.parse().unwrap()).collect() };
        let label = |cell: &str| (cell != "NA").then(|| cell.parse::<u8>().unwrap());
        let of = |kind: &'static str| GOLDEN.lines().filter(move |line| line.split('\t').next() == Some(kind));
        let records: Vec<Vec<Option<u8>>> =
            of("record").map(|line| line.split('\t').skip(1).map(label).collect()).collect();
        assert_eq!(records.len(), 400);
        let pairs = pairs_of_coders(&records, 3, USUAL);
        assert_eq!(pairs.len(), 3);
        for (pair, line) in pairs.iter().zip(of("pair")) {
            let expected = numbers(line);
            let agreement = pair.agreement;
            let kappa = agreement.kappa.unwrap();
            let ours = [agreement.records as f64, agreement.agreed as f64, kappa.value, kappa.standard_error];
            for (ours, theirs) in ours.into_iter().zip(&expected[2..]) {
                assert!((ours - theirs).abs() < 1e-12, "{line}: {ours}");
            }
        }
        let expected = numbers(of("alpha").next().unwrap());
        let bootstrap = Bootstrap { samples: 2000, seed: 1, confidence: USUAL };
        let ours = alpha(&records, Some(bootstrap)).unwrap();
        assert!((ours.value - expected[0]).abs() < 1e-12);
        // Another bootstrap with other random numbers.
        let interval = ours.interval.unwrap();
        assert!((interval.low - expected[1]).abs() < 0.005, "{interval:?} {expected:?}");
        assert!((interval.high - expected[2]).abs() < 0.005, "{interval:?} {expected:?}");
        assert_eq!(alpha(&records, Some(bootstrap)), alpha(&records, Some(bootstrap)));
    }

    fn code(text: &str) -> Option<Code> {
        Code::parse(text).ok()
    }

    #[test]
    fn agreement_at_a_level_is_about_the_groups_there() {
        let given = [
            (code("371131"), code("371131")),
            (code("371131"), code("371132")),
            (code("371"), code("371")),
            (code("371"), code("3711")),
            (None, None),
            (None, code("3")),
        ];
        let agreed = two_coders_by_level(&given, USUAL).map(|level| level.agreed);
        assert_eq!(agreed, [5, 5, 5, 4, 3]);
        let by_level = alpha_by_level(&given.map(|(one, other)| vec![Some(one), Some(other)]), None);
        assert!(by_level[0].unwrap().value > by_level[4].unwrap().value);
    }

    #[test]
    fn what_says_nothing_about_agreement_has_no_figure() {
        let none: [(u8, u8); 0] = [];
        assert_eq!(two_coders(none, USUAL).kappa, None);
        assert_eq!(two_coders([(1, 1), (1, 1)], USUAL).kappa, None);
        assert_eq!(two_coders([(1, 2), (1, 2)], USUAL).kappa.map(|kappa| kappa.value), Some(0.0));
        assert_eq!(alpha(&[vec![Some(1), None], vec![None, Some(2)]], None), None);
        assert_eq!(alpha(&[vec![Some(1), Some(1)]], None), None);
    }

    #[test]
    fn confusions_come_by_number_and_then_by_code() {
        let labels = [(2, 1), (1, 2), (3, 1), (3, 1), (1, 1)];
        let cells: Vec<_> =
            confusions(labels, false).iter().map(|cell| (cell.first, cell.second, cell.records)).collect();
        assert_eq!(cells, [(3, 1, 2), (1, 2, 1), (2, 1, 1)]);
        assert_eq!(confusions(labels, true).len(), 4);
    }

    proptest! {
        #[test]
        fn agreement_does_not_depend_on_who_is_first_or_on_the_order_of_records(
            mut labels in proptest::collection::vec((0u8..4, 0u8..4), 2..60),
        ) {
            let one = two_coders(labels.clone(), USUAL);
            labels.reverse();
            let other = two_coders(labels.iter().map(|(first, second)| (*second, *first)), USUAL);
            prop_assert_eq!(one.agreed, other.agreed);
            if let (Some(one), Some(other)) = (one.kappa, other.kappa) {
                prop_assert!((one.value - other.value).abs() < 1e-12);
                prop_assert!((one.standard_error - other.standard_error).abs() < 1e-9);
                prop_assert!(one.value <= 1.0 + 1e-12 && one.value >= -1.0 - 1e-12);
            }
        }

        #[test]
        fn alpha_of_two_coders_is_scotts_pi_corrected_for_size(labels in proptest::collection::vec((0u8..3, 0u8..3), 3..60)) {
            let records: Vec<Vec<Option<u8>>> = labels.iter().map(|(one, other)| vec![Some(*one), Some(*other)]).collect();
            let n = 2.0 * labels.len() as f64;
            let share = |label: u8| {
                labels.iter().map(|(one, other)| f64::from(*one == label) + f64::from(*other == label)).sum::<f64>() / n
            };
            let chance: f64 = (0..3).map(|label| share(label) * share(label)).sum();
            let agreed = labels.iter().filter(|(one, other)| one == other).count() as f64 / labels.len() as f64;
            if let Some(alpha) = alpha(&records, None) {
                let pi = (agreed - chance) / (1.0 - chance);
                // Krippendorff (2011): alpha = pi + (1 - pi)/n.
                prop_assert!((alpha.value - (pi + (1.0 - pi) / n)).abs() < 1e-9);
            }
        }
    }
}
