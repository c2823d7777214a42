//! Points in time.

use std::fmt;

/// A point in time: milliseconds since 1970-01-01 00:00 UTC, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

const MILLISECONDS_A_DAY: i64 = 86_400_000;
/// From the year 0000 to the year 10000, so that a year always has four digits.
const EARLIEST: i64 = -62_167_219_200_000;
const LATEST: i64 = 253_402_300_799_999;

impl Timestamp {
    /// ISO 8601 in UTC with milliseconds, such as `2026-11-20T09:07:37.123Z`. Times outside of the years 0000 to 9999
    /// are written as the nearest within.
    pub fn to_iso(self) -> String {
        let milliseconds = self.0.clamp(EARLIEST, LATEST);
        let (year, month, day) = civil(milliseconds.div_euclid(MILLISECONDS_A_DAY));
        let rest = milliseconds.rem_euclid(MILLISECONDS_A_DAY);
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
        let (second, thousandth) = (rest / 1000 % 60, rest % 1000);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{thousandth:03}Z")
    }

    /// The day in UTC, counted from 1970-01-01.
    pub fn day(self) -> i64 {
        self.0.div_euclid(MILLISECONDS_A_DAY)
    }

    /// The beginning of a day in UTC that is counted from 1970-01-01.
    pub fn of_day(day: i64) -> Timestamp {
        Timestamp(day.saturating_mul(MILLISECONDS_A_DAY))
    }

    /// The date in UTC, such as `2026-11-20`.
    pub fn date(self) -> String {
        self.to_iso().chars().take(10).collect()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_iso())
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
fn civil(day: i64) -> (i64, i64, i64) {
    // Years are counted from 1 March, so that the leap day comes last and months have a regular pattern.
    let since = day + 719_468;
    let (era, of_era) = (since.div_euclid(146_097), since.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next_year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_utc_with_milliseconds() {
        for (milliseconds, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_165_657_123, "2026-11-20T09:07:37.123Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (i64::MIN, "0000-01-01T00:00:00.000Z"),
            (i64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Timestamp(milliseconds).to_iso(), expected);
        }
    }
}
