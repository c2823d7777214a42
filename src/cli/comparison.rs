//! What other classifiers can be trained on and compared with: tables of training answers and held-out titles.

use std::fmt::Write as _;
use std::path::Path;

use classifier::Scratch;
use classifier::train::{Answer, Trained};

use crate::Failure;

const SUGGESTIONS: usize = 5;

/// Writes `all.tsv`, the training answers of the model, and for each fold `fold-N.tsv`, those without it, and
/// `held-out-N.tsv`, the titles left out with their codes and the engine's confidence and suggestions.
pub(crate) fn write(folder: &Path, trained: &Trained) -> Result<(), Failure> {
    let put =
        |name: String, text: String| formats::write_file(&folder.join(name), text.as_bytes()).map_err(Failure::Output);
    put("all.tsv".to_owned(), training(&trained.answers))?;
    for (number, fold) in trained.folds.iter().enumerate() {
        put(format!("fold-{}.tsv", number + 1), training(&fold.answers))?;
        let mut text = String::from("title\tcode\tconfidence\tsuggestions\n");
        let mut scratch = Scratch::default();
        for agreed in &fold.titles {
            let (_, suggestions) =
                fold.engine.code_with_suggestions(&agreed.title, &agreed.tasks, SUGGESTIONS, &mut scratch);
            let confidence = suggestions.first().map_or(0.0, |first| first.confidence);
            let codes: Vec<&str> = suggestions.iter().map(|suggestion| suggestion.code.as_str()).collect();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}\t{}\t{confidence:.6}\t{}", agreed.title, agreed.code, codes.join("|"));
        }
        put(format!("held-out-{}.tsv", number + 1), text)?;
    }
    Ok(())
}

fn training(answers: &[Answer]) -> String {
    let mut text = String::from("title\ttasks\tcode\tweight\twritten\n");
    for answer in answers {
        let written = u8::from(answer.written);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}\t{}\t{}\t{:.4}\t{written}", answer.title, answer.tasks, answer.code, answer.weight);
    }
    text
}
