//! The hot paths, timed: `cargo bench --bench hot-paths`.

use std::hint::black_box;

use classifier::{Engine, Scratch};
use criterion::{Criterion, criterion_group, criterion_main};
use domain::{Classification, ClassificationId};

fn answers() -> Vec<(String, String)> {
    let table = include_str!("survey-answers.tsv");
    let rows = table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| (row[1].to_owned(), row[2].to_owned())).collect()
}

fn classification(criterion: &mut Criterion) {
    criterion.bench_function("read both classifications", |bencher| {
        bencher.iter(|| ClassificationId::ALL.map(|id| Classification::read(id).unwrap().categories().len()));
    });
    let search = Classification::get(ClassificationId::Osca2024).search();
    for query in ["r", "reg", "registered nurse", "regstered nurce aged", "2654"] {
        criterion.bench_function(&format!("search “{query}”"), |bencher| {
            bencher.iter(|| search.find(black_box(query), 50).len());
        });
    }
}

fn engine(criterion: &mut Criterion) {
    criterion.bench_function("load a model", |bencher| {
        bencher.iter(|| Engine::shipped(ClassificationId::Osca2024).unwrap());
    });
    let engine = Engine::shipped(ClassificationId::Osca2024).unwrap();
    let answers = answers();
    let mut next = answers.iter().cycle();
    let mut scratch = Scratch::default();
    criterion.bench_function("code an answer", |bencher| {
        bencher.iter(|| {
            let (title, tasks) = next.next().unwrap();
            engine.code(title, tasks, &mut scratch)
        });
    });
    criterion.bench_function("explain an answer", |bencher| {
        bencher.iter(|| {
            let (title, tasks) = next.next().unwrap();
            engine.explain(title, tasks, 9)
        });
    });
}

criterion_group!(benches, classification, engine);
criterion_main!(benches);
