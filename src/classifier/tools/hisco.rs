//! Trains and scores the engine on records coded to HISCO, another hierarchy:
//!
//!     cargo run --release -p classifier --example hisco -- hisco_en_validation.csv FOLDER
//!
//! Records with the same text stay together; a fifth of the texts is scored. `FOLDER/train.tsv` and `FOLDER/test.tsv` are
//! the same split for others; see `tests/bench/hisco`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use classifier::Scratch;
use classifier::train::{CodedAnswer, on_answers};
use domain::Code;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, folder] = &arguments[..] else { return Err("usage: hisco FILE FOLDER".into()) };
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for row in csv::Reader::from_path(file)?.deserialize() {
        let row: BTreeMap<String, String> = row?;
        let (text, hisco) = (&row["text"], &row["hisco"]);
        let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        let split = domain::text::normalise(text).bytes().fold(0xcbf2_9ce4_8422_2325, fnv) >> 33;
        if split % 5 == 0 { &mut test } else { &mut train }.push((text.clone(), hisco.clone()));
    }
    for (name, rows) in [("train.tsv", &train), ("test.tsv", &test)] {
        let mut table = String::from("text\thisco\n");
        for (text, hisco) in rows {
            writeln!(table, "{}\t{hisco}", text.replace(['\t', '\n', '\r'], " "))?;
        }
        std::fs::write(Path::new(folder).join(name), table)?;
    }
    let started = Instant::now();
    let coded: Result<Vec<CodedAnswer>, Box<dyn Error>> = train
        .iter()
        .map(|(text, hisco)| Ok(CodedAnswer { title: text.clone(), tasks: String::new(), code: six_digits(hisco)? }))
        .collect();
    let engine = on_answers(&coded?);
    let trained = started.elapsed();
    let mut scratch = Scratch::default();
    let mut right = [0usize; 4];
    for (text, hisco) in &test {
        let found = engine.code(text, "", &mut scratch).best.map(|code| code.to_string()).unwrap_or_default();
        let expected = six_digits(hisco)?.to_string();
        for (right, digits) in right.iter_mut().zip([1, 2, 3, 6]) {
            *right += usize::from(found.get(..digits) == expected.get(..digits));
        }
    }
    let share = right.map(|right| format!("{:.3}", right as f64 / test.len() as f64)).join(" | ");
    writeln!(
        std::io::stdout(),
        "| Occudesk | {} | {} | {share} | {:.1} s |",
        train.len(),
        test.len(),
        trained.as_secs_f64()
    )?;
    Ok(())
}

/// A HISCO code as one of six digits whose groups are those of one, two, three and four digits.
fn six_digits(hisco: &str) -> Result<Code, Box<dyn Error>> {
    let (group, last) = hisco.split_at_checked(4).ok_or("a HISCO code has five digits")?;
    Ok(Code::parse(&format!("{group}0{last}")).map_err(|error| error.to_string())?)
}
