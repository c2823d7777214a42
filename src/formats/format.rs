//! The formats and encodings, and what a person may say about a file before it is read.

use std::fs::Metadata;
use std::path::Path;

use crate::FormatError;
use crate::sink::is_device_name;

/// The format of a file of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Cells separated by commas; read with semicolons, tabs and pipes too.
    Csv,
    /// Cells separated by tabs.
    Tsv,
    /// A sheet of an Office Open XML workbook.
    Xlsx,
    /// One JSON object on each line.
    Jsonl,
    /// A Parquet file whose columns hold one value each.
    Parquet,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Format; 5] = [Format::Csv, Format::Tsv, Format::Xlsx, Format::Jsonl, Format::Parquet];

    /// The format by the extension, in any case: `.csv` and `.txt`, `.tsv` and `.tab`, `.xlsx` and `.xlsm`, `.jsonl` and
    /// `.ndjson`, `.parquet` and `.pq`. The name of a device or a pipe without a known extension, such as `/dev/stdin`, stands for CSV.
    ///
    /// # Errors
    /// [`FormatError::OldWorkbook`] for `.xls`, [`FormatError::UnknownExtension`] for all others and for none.
    pub fn from_path(path: &Path) -> Result<Format, FormatError> {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        match extension.as_str() {
            "csv" | "txt" => Ok(Format::Csv),
            "tsv" | "tab" => Ok(Format::Tsv),
            "xlsx" | "xlsm" => Ok(Format::Xlsx),
            "jsonl" | "ndjson" => Ok(Format::Jsonl),
            "parquet" | "pq" => Ok(Format::Parquet),
            "xls" => Err(FormatError::OldWorkbook { path: path.to_path_buf() }),
            _ if is_stream(path) => Ok(Format::Csv),
            _ => Err(FormatError::UnknownExtension { path: path.to_path_buf() }),
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "CSV",
            Format::Tsv => "TSV",
            Format::Xlsx => "XLSX",
            Format::Jsonl => "JSON lines",
            Format::Parquet => "Parquet",
        }
    }

    /// The usual extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Xlsx => "xlsx",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
        }
    }
}

/// The encoding of a text file. Output is always UTF-8 without byte order mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, which contains ISO 8859-1: Western European files of older programs.
    Windows1252,
}

impl Encoding {
    /// All, in the order in which they are offered.
    pub const ALL: [Encoding; 4] = [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16 (little-endian)",
            Encoding::Utf16Be => "UTF-16 (big-endian)",
            Encoding::Windows1252 => "Windows-1252",
        }
    }
}

/// What a person says about a file; `None` means: guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The format; guessed from the extension, Parquet from its beginning.
    pub format: Option<Format>,
    /// The encoding of a text file; guessed from its content.
    pub encoding: Option<Encoding>,
    /// The delimiter of CSV and TSV, an ASCII byte; guessed from the first records.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook; the first visible one with content, unless another one alone has a column named like
    /// job titles.
    pub sheet: Option<String>,
    /// The first row names the columns (the default). Otherwise they are named `column 1`, `column 2` and so on. JSON
    /// lines and Parquet carry their names with them.
    pub has_header: bool,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions { format: None, encoding: None, delimiter: None, sheet: None, has_header: true }
    }
}

/// Neither a file nor a folder, or a name that is there and under which a process finds its streams.
fn is_stream(path: &Path) -> bool {
    let neither = |metadata: Metadata| !metadata.is_file() && !metadata.is_dir();
    (is_device_name(path) && std::fs::symlink_metadata(path).is_ok()) || std::fs::metadata(path).is_ok_and(neither)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_tell_the_format_in_any_case() {
        for (name, format) in [
            ("a.csv", Format::Csv),
            ("A.CSV", Format::Csv),
            ("a.b.txt", Format::Csv),
            ("a.tab", Format::Tsv),
            ("a.TSV", Format::Tsv),
            ("a.Xlsx", Format::Xlsx),
            ("a.ndjson", Format::Jsonl),
            ("a.Parquet", Format::Parquet),
        ] {
            assert_eq!(Format::from_path(Path::new(name)).unwrap(), format, "{name}");
        }
    }

    #[test]
    fn other_extensions_are_refused_by_name() {
        for name in ["a", "a.pdf", "csv", ".csv", "/dev/none"] {
            let error = Format::from_path(Path::new(name)).unwrap_err();
            assert!(matches!(error, FormatError::UnknownExtension { .. }), "{name}");
            assert!(error.to_string().contains(name));
        }
        assert!(matches!(Format::from_path(Path::new("a.xls")), Err(FormatError::OldWorkbook { .. })));
    }
}
