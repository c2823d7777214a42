//! The values of Parquet columns as the text that a person expects.

use std::fmt::Write;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

/// Decimals of the longest fixed-point number there is.
const MOST_DECIMALS: usize = 76;

/// How the numbers or bytes of a column are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Numbers and truth values, as they are.
    Plain,
    /// Whole numbers without a sign.
    Unsigned,
    /// A fixed-point number with so many decimals.
    Decimal(usize),
    /// Days since 1970.
    Date,
    /// A time of day, in so many parts of a second.
    Clock(u32),
    /// A moment since 1970, in so many parts of a second, in UTC or in no zone.
    Moment {
        /// Decimals of the second.
        decimals: u32,
        /// It is in UTC.
        utc: bool,
    },
    /// Text.
    Text,
    /// The sixteen bytes of a UUID.
    Uuid,
}

/// How a column is meant; `None` for what is no text, number, date, time or truth value.
pub(crate) fn kind_of(column: &ColumnDescriptor) -> Option<Kind> {
    let (physical, width) = (column.physical_type(), column.type_length());
    let scale = usize::try_from(column.type_scale()).ok().filter(|scale| *scale <= MOST_DECIMALS);
    let decimal = || match physical {
        Type::INT32 | Type::INT64 | Type::BYTE_ARRAY => scale.map(Kind::Decimal),
        Type::FIXED_LEN_BYTE_ARRAY if (1..=16).contains(&width) => scale.map(Kind::Decimal),
        _ => None,
    };
    let moment = |decimals, utc| Some(Kind::Moment { decimals, utc });
    match column.logical_type_ref() {
        Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Some(Kind::Text),
        Some(LogicalType::Decimal(_)) => decimal(),
        Some(LogicalType::Date) => Some(Kind::Date),
        Some(LogicalType::Time(time)) => Some(Kind::Clock(decimals(&time.unit))),
        Some(LogicalType::Timestamp(time)) => moment(decimals(&time.unit), time.is_adjusted_to_u_t_c),
        Some(LogicalType::Integer(whole)) => Some(if whole.is_signed { Kind::Plain } else { Kind::Unsigned }),
        Some(LogicalType::Unknown) => Some(Kind::Plain),
        Some(LogicalType::Uuid) => Some(Kind::Uuid),
        Some(_) => None,
        None => match column.converted_type() {
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Some(Kind::Text),
            ConvertedType::DECIMAL => decimal(),
            ConvertedType::DATE => Some(Kind::Date),
            ConvertedType::TIME_MILLIS => Some(Kind::Clock(3)),
            ConvertedType::TIME_MICROS => Some(Kind::Clock(6)),
            ConvertedType::TIMESTAMP_MILLIS => moment(3, true),
            ConvertedType::TIMESTAMP_MICROS => moment(6, true),
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                Some(Kind::Unsigned)
            }
            ConvertedType::INT_8 | ConvertedType::INT_16 | ConvertedType::INT_32 | ConvertedType::INT_64 => {
                Some(Kind::Plain)
            }
            ConvertedType::NONE => match physical {
                Type::BYTE_ARRAY => Some(Kind::Text),
                Type::FIXED_LEN_BYTE_ARRAY => None,
                // The moments of older programs have no zone of their own.
                Type::INT96 => moment(9, false),
                _ => Some(Kind::Plain),
            },
            _ => None,
        },
    }
}

fn decimals(unit: &TimeUnit) -> u32 {
    match unit {
        TimeUnit::MILLIS => 3,
        TimeUnit::MICROS => 6,
        TimeUnit::NANOS => 9,
    }
}

/// Appends a whole number of a column of `bits` bits.
pub(crate) fn push_whole(kind: Kind, value: i64, bits: u32, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match kind {
        Kind::Unsigned if bits == 32 => write!(out, "{}", value as i32 as u32),
        Kind::Unsigned => write!(out, "{}", value as u64),
        Kind::Decimal(scale) => {
            push_decimal(i128::from(value), scale, out);
            Ok(())
        }
        Kind::Date => {
            push_date(value, out);
            Ok(())
        }
        Kind::Clock(decimals) => {
            push_clock(value, decimals, out);
            Ok(())
        }
        Kind::Moment { decimals, utc } => {
            push_moment(value, decimals, utc, out);
            Ok(())
        }
        Kind::Plain | Kind::Text | Kind::Uuid => write!(out, "{value}"),
    };
}

/// Appends a fixed-point number of at most sixteen bytes, the highest first; `None` for longer ones.
pub(crate) fn push_decimal_bytes(bytes: &[u8], scale: usize, out: &mut String) -> Option<()> {
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let mut wide = [if negative { 0xFF } else { 0 }; 16];
    wide.get_mut(16usize.checked_sub(bytes.len())?..)?.copy_from_slice(bytes);
    push_decimal(i128::from_be_bytes(wide), scale, out);
    Some(())
}

/// Appends sixteen bytes as a UUID, others as their digits.
pub(crate) fn push_uuid(bytes: &[u8], out: &mut String) {
    for (at, byte) in bytes.iter().enumerate() {
        if bytes.len() == 16 && matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        let _ = write!(out, "{byte:02x}");
    }
}

fn push_decimal(value: i128, scale: usize, out: &mut String) {
    let digits = value.unsigned_abs().to_string();
    let digits = format!("{digits:0>width$}", width = scale.saturating_add(1));
    let (whole, rest) = digits.split_at(digits.len() - scale);
    out.push_str(if value < 0 { "-" } else { "" });
    out.push_str(whole);
    if scale > 0 {
        out.push('.');
        out.push_str(rest);
    }
}

/// Appends days since 1970 as a date of the Gregorian calendar: the inverse of counting days by eras of 400 years.
fn push_date(days: i64, out: &mut String) {
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Years begin in March here, so that the leap day is the last one.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
}

fn push_clock(parts: i64, decimals: u32, out: &mut String) {
    let second = 10i64.pow(decimals);
    let (seconds, rest) = (parts.div_euclid(second), parts.rem_euclid(second));
    let _ = write!(out, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest > 0 {
        let rest = format!("{rest:0width$}", width = decimals as usize);
        out.push('.');
        out.push_str(rest.trim_end_matches('0'));
    }
}

fn push_moment(parts: i64, decimals: u32, utc: bool, out: &mut String) {
    let day = 86_400 * 10i64.pow(decimals);
    push_date(parts.div_euclid(day), out);
    out.push('T');
    push_clock(parts.rem_euclid(day), decimals, out);
    out.push_str(if utc { "Z" } else { "" });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(kind: Kind, value: i64) -> String {
        let mut out = String::new();
        push_whole(kind, value, 64, &mut out);
        out
    }

    #[test]
    fn dates_and_times_read_in_the_order_of_iso_8601() {
        let days = [(0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (20_777, "2026-11-20")];
        for (value, date) in days {
            assert_eq!(whole(Kind::Date, value), date);
        }
        assert_eq!(whole(Kind::Clock(6), 34_200_000_000), "09:30:00");
        assert_eq!(whole(Kind::Clock(3), 34_200_050), "09:30:00.05");
        let moment = |decimals, utc| Kind::Moment { decimals, utc };
        assert_eq!(whole(moment(3, true), 1_795_165_657_123), "2026-11-20T09:07:37.123Z");
        assert_eq!(whole(moment(9, false), -1), "1969-12-31T23:59:59.999999999");
    }

    #[test]
    fn any_number_reads_without_panic() {
        for value in [i64::MIN, -1, 0, i64::MAX] {
            for kind in [Kind::Date, Kind::Clock(9), Kind::Moment { decimals: 3, utc: true }, Kind::Decimal(40)] {
                assert!(!whole(kind, value).is_empty());
            }
        }
    }

    #[test]
    fn fixed_point_numbers_keep_their_decimals() {
        assert_eq!(whole(Kind::Decimal(2), -5), "-0.05");
        assert_eq!(whole(Kind::Decimal(0), 70), "70");
        assert_eq!(whole(Kind::Unsigned, -1), "18446744073709551615");
        let mut out = String::new();
        assert_eq!(push_decimal_bytes(&[0xFF, 0x38], 1, &mut out), Some(()));
        assert_eq!(out, "-20.0");
        assert_eq!(push_decimal_bytes(&[0; 17], 1, &mut out), None);
    }
}
