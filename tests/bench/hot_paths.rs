//! The hot paths, timed: `cargo bench --bench hot-paths`.

use std::hint::black_box;
use std::time::Duration;

use classifier::{Engine, Scratch};
use criterion::{Criterion, criterion_group, criterion_main};
use domain::{Classification, ClassificationId};
use workbench::{Command, Desk, ExploreCommand, Home, Workspace};

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

/// Everything that a keystroke recomputes in the exploring workspace, in both classifications: from the command to the
/// changed state. What would change the code is looked for on a thread of its own meanwhile.
fn exploring(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(Home::in_folder(folder.path()), || {});
    desk.dispatch(Command::ShowWorkspace(Workspace::Explore));
    assert!(desk.wait_idle(Duration::from_secs(60)));
    let answers = answers();
    let mut next = answers.iter().cycle();
    criterion.bench_function("a keystroke in Explore", |bencher| {
        bencher.iter(|| {
            let (title, tasks) = next.next().unwrap();
            desk.dispatch(Command::Explore(ExploreCommand::SetAnswer(title.clone(), tasks.clone())));
            desk.poll();
        });
    });
    let words = answers.iter().map(|(title, tasks)| format!("{title} {tasks} ")).collect::<String>();
    let [mut title, tasks] = [0, 10_000].map(|from| words[from..from + 10_000].to_owned());
    criterion.bench_function("a keystroke in Explore with twice 10,000 characters", |bencher| {
        bencher.iter(|| {
            // Another answer each time, or nothing would be computed.
            let first = title.remove(0);
            title.push(first);
            desk.dispatch(Command::Explore(ExploreCommand::SetAnswer(title.clone(), tasks.clone())));
            desk.poll();
        });
    });
}

criterion_group!(benches, classification, engine, exploring);
criterion_main!(benches);
