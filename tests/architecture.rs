//! The direction of the crates, and the habits of the source files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which of our crates each crate may use; the table of `src/README.md`.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("classifier", &["domain"]),
    ("review", &["domain"]),
    ("formats", &["review", "domain"]),
    ("store", &["review", "domain"]),
    ("workbench", &["store", "formats", "classifier", "review", "domain"]),
    ("desktop", &["workbench", "review", "domain"]),
    ("cli", &["workbench", "store", "formats", "classifier", "review", "domain"]),
    ("occudesk", &["desktop", "cli"]),
];

/// Longer files are asked whether they are still one thing.
const LONGEST_FILE: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let normal = package["dependencies"].as_array().unwrap().iter().filter(|of| of["kind"].is_null());
            let names = normal.map(|of| of["name"].as_str().unwrap().to_owned()).collect();
            (package["name"].as_str().unwrap().to_owned(), names)
        })
        .collect()
}

#[test]
fn crates_use_only_what_the_design_allows() {
    let dependencies = dependencies();
    let names: Vec<&String> = dependencies.keys().collect();
    assert_eq!(names.len(), ALLOWED.len(), "{names:?}");
    for (name, allowed) in ALLOWED {
        for used in dependencies[name].iter().filter(|used| dependencies.contains_key(*used)) {
            assert!(allowed.contains(&used.as_str()), "{name} uses {used}");
        }
    }
}

#[test]
fn only_the_desktop_knows_a_screen() {
    for (name, used) in dependencies() {
        let screen = used.iter().any(|used| used.starts_with("egui") || used == "eframe" || used == "rfd");
        assert_eq!(screen, name == "desktop", "{name}: {used:?}");
    }
}

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn every_source_file_says_what_it_is_for_and_stays_short() {
    let mut files = Vec::new();
    source_files(&root().join("src"), &mut files);
    source_files(&root().join("tests"), &mut files);
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} has no header", path.display());
        assert!(text.lines().count() <= LONGEST_FILE, "{} is too long", path.display());
    }
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    let agreed = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "assets",
        "models",
        "packaging",
        "samples",
        "src",
        "target",
        "tests",
    ];
    for entry in std::fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // `packaging/run` writes its result here where there is no display.
        let result = name.ends_with("-coded.csv");
        assert!(result || name.starts_with('.') || agreed.contains(&name.as_str()), "{name}");
    }
}
