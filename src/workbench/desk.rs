//! The driver: takes commands and events through `update` and performs the effects.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use domain::Thresholds;
use review::practice::PracticeLine;
use review::quality::{QualitySample, SampleDesign};
use review::{Entry, RecordId, Timestamp, UnaidedShare};
use store::{Project, RunParameters};

use crate::context::CHARACTERS;
use crate::jobs::{self, Jobs, Work, next_free, rules};
use crate::{
    AppState, Command, Effect, Event, Home, Job, JobId, Notice, PROBLEMS_SHOWN, PacksJob, PracticeEvent, Request,
    Settings, practice, update,
};

/// The sample survey that comes with the program.
const SAMPLE: &str = include_str!("../../samples/labour-force.csv");
const SAMPLE_NAME: &str = "labour-force.csv";

/// Holds the state, runs jobs and performs effects. A view needs nothing else.
pub struct Desk {
    state: AppState,
    home: Home,
    jobs: Jobs<Event>,
    project: Option<Project>,
    requests: Vec<Request>,
}

/// What goes through `update` next.
enum Message {
    Command(Command),
    Event(Event),
}

impl Desk {
    /// A desk with the settings of this person. `wake` is called from the threads of jobs when there is something to
    /// poll.
    pub fn new(home: Home, wake: impl Fn() + Send + Sync + 'static) -> Desk {
        let (settings, notice) = Settings::load(&home.settings_file());
        let mut state = AppState::new(settings, notice);
        jobs::load_descriptions(&home, &mut state);
        Desk { state, home, jobs: Jobs::new(wake), project: None, requests: Vec::new() }
    }

    /// What the application knows.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Takes in what jobs have reported. Call it once a frame, before drawing.
    pub fn poll(&mut self) {
        while let Some(event) = self.jobs.poll() {
            self.take(Message::Event(event));
        }
    }

    /// Does what a person asks, or says in the state's `refusal` why not.
    pub fn dispatch(&mut self, command: Command) {
        self.take(Message::Command(command));
    }

    /// What the window is asked to do, oldest first; each is given once.
    pub fn take_requests(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.requests)
    }

    /// Polls until no job runs, at most this long; `false` when one still does. For flows without a window.
    pub fn wait_idle(&mut self, at_most: Duration) -> bool {
        let end = Instant::now() + at_most;
        self.poll();
        while !self.state.jobs.is_empty() {
            let left = end.saturating_duration_since(Instant::now());
            match self.jobs.wait(left) {
                Some(event) => self.take(Message::Event(event)),
                None => return false,
            }
        }
        true
    }

    fn take(&mut self, message: Message) {
        let mut messages = VecDeque::from([message]);
        while let Some(message) = messages.pop_front() {
            let effects = match message {
                Message::Command(command) => update::command(&mut self.state, command, now()),
                Message::Event(event) => {
                    if let Some(id) = event.ends() {
                        self.jobs.finished(id);
                    }
                    update::event(&mut self.state, event, now())
                }
            };
            for effect in effects {
                messages.extend(self.perform(effect));
            }
        }
    }

    fn perform(&mut self, effect: Effect) -> Option<Message> {
        let event = match effect {
            Effect::Start(id, job) => self.start(id, job),
            Effect::Cancel(id) => {
                self.jobs.cancel(id);
                None
            }
            Effect::KeepProject(project) => {
                self.project = Some(*project);
                None
            }
            Effect::CloseProject => {
                self.project = None;
                None
            }
            Effect::LetGo(standing) => {
                // Without a thread it is let go here, a little later than a person would like.
                let _ = std::thread::Builder::new().name("occudesk-let-go".to_owned()).spawn(move || drop(standing));
                None
            }
            Effect::PurgeProject(path) => Some(match store::purge(&path) {
                Ok(removed) => Event::Purged(path, removed),
                Err(error) => Event::NotWritten(Box::new(Notice::of_error(&error))),
            }),
            Effect::Append { entry, go_on } => Some(self.append(entry, go_on)),
            Effect::DrawSample(design) => self.draw_sample(*design),
            Effect::SetUnaidedShare(share) => self.set_unaided_share(share),
            Effect::RecordThresholds(thresholds) => Some(self.record_thresholds(thresholds)),
            Effect::TurnThresholds { entry, run } => Some(self.turn_thresholds(entry, run)),
            Effect::ReadCells(record) => self.read_cells(record),
            Effect::ReadContext(records) => self.read_context(records),
            Effect::RecordContext(columns) => Some(self.record_context(columns)),
            Effect::ReadProblems => self.read_problems(),
            Effect::LookAt(path) => Some(Event::LookedAt(path.clone(), fs::symlink_metadata(&path).is_ok())),
            Effect::FindFreeName(path) => {
                return Some(Message::Command(Command::SetProjectPath(next_free(&path, |path| {
                    fs::symlink_metadata(path).is_err()
                }))));
            }
            Effect::WriteSample => match write_sample(&self.home.samples_folder()) {
                Ok(path) => return Some(Message::Command(Command::OpenPath(path))),
                Err(notice) => Some(Event::NotWritten(notice)),
            },
            Effect::ForgetDescriptions(id) => Some(jobs::forget_descriptions(&self.home, id)),
            Effect::WriteRule(rule, classification) => {
                let written = rules::add(&rule, classification, &self.state.settings.reviewer, now());
                match written {
                    Ok(()) => return Some(Message::Command(Command::LoadEarlier(rule.path))),
                    Err(notice) => Some(Event::NotWritten(notice)),
                }
            }
            Effect::KeepPractice(lines) => Some(self.keep_practice(lines)),
            Effect::SaveSettings(settings) => self.save_settings(&settings),
            Effect::Ask(request) => {
                // Only the last place of the selection matters.
                self.requests.retain(|asked| *asked != request);
                self.requests.push(request);
                None
            }
        };
        event.map(Message::Event)
    }

    fn start(&mut self, id: JobId, job: Job) -> Option<Event> {
        let work = match self.work(job) {
            Ok(work) => work,
            Err(notice) => return Some(Event::Failed(id, notice)),
        };
        let broken = move |why: &str| {
            let what_happened = format!("This could not be done: {why}.");
            let what_is_safe = "What was saved before is safe.".to_owned();
            let what_to_do = "Try again; if it happens again, report it.".to_owned();
            let notice = Notice { what_happened, what_is_safe, what_to_do, action: None, is_error: true };
            Event::Failed(id, Box::new(notice))
        };
        self.jobs.start(id, work.thread_name(), move |reporter| work.run(reporter), broken);
        None
    }

    /// Gives a job what it needs of the project: connections of its own.
    fn work(&self, job: Job) -> Result<Work, Box<Notice>> {
        let failed = |error| Box::new(Notice::of_error(&error));
        let project = || {
            let closed = Notice::of_error(&"No project is open. Nothing was changed. Open a project first.");
            self.project.as_ref().ok_or_else(|| Box::new(closed))
        };
        Ok(match job {
            Job::Preview { source, options } => Work::Preview { source, options },
            Job::Import(plan) => Work::Import { plan, now: now() },
            Job::OpenProject(path) => Work::OpenProject(path),
            Job::Code { answers, engine, thresholds, recoding } => {
                let card = engine.card();
                let parameters = RunParameters {
                    at: now(),
                    reviewer: self.state.settings.reviewer.clone(),
                    engine: "embedded".to_owned(),
                    model_id: card.id.clone(),
                    model_hash: card.hash.clone(),
                    classification: card.classification,
                    thresholds,
                    recoding,
                };
                let writer = project()?.start_run(parameters).map_err(failed)?;
                let reader = recoding.map(|_| project()?.reader().map_err(failed)).transpose()?;
                let recode = recoding.zip(reader).map(Box::new);
                Work::Code { answers, engine, thresholds, recode, writer }
            }
            Job::CountWords { index, records } => Work::CountWords { index, records },
            Job::Decide { act, ledger, columns, groups } => {
                let writer = project()?.log_writer().map_err(failed)?;
                let reviewer = self.state.settings.reviewer.clone();
                Work::Decide { act, ledger, columns, groups, reviewer, now: now(), writer }
            }
            Job::Export(plan) => {
                let reader = project()?.reader().map_err(failed)?;
                Work::Export { plan, reader, now: now() }
            }
            Job::ImportDescriptions(paths) => Work::ImportDescriptions { paths, home: self.home.clone(), now: now() },
            Job::ChangeEarlier(plan) => {
                let writer = project()?.earlier_writer().map_err(failed)?;
                Work::ChangeEarlier { plan, writer, now: now() }
            }
            Job::Calibrate(plan) => Work::Calibrate(plan),
            Job::FindErrors(plan) => Work::FindErrors(plan),
            Job::People(job) => {
                let reader = job.reads_project().then(|| project()?.reader().map_err(failed)).transpose()?;
                Work::People { job, reader, now: now() }
            }
            Job::Explore(job) => Work::Explore(job),
            Job::Practise(job) => Work::Practise { job, home: self.home.clone() },
            Job::Packs(job) => {
                let reader = project()?.reader().map_err(failed)?;
                let splits = matches!(*job, PacksJob::Split(_));
                let writer = splits.then(|| project()?.split_writer().map_err(failed)).transpose()?;
                Work::Packs { job, reader, writer, now: now() }
            }
            Job::Compare => Work::Compare { reader: project()?.reader().map_err(failed)? },
            Job::ExportChanges(plan) => Work::ExportChanges { plan, reader: project()?.reader().map_err(failed)? },
            Job::CountLot(plan) => Work::CountLot { plan },
            Job::WriteReport(plan) => Work::WriteReport { plan, reader: project()?.reader().map_err(failed)? },
            Job::WriteFigure(plan) => {
                let reader = self.project.as_ref().map(|project| project.reader().map_err(failed)).transpose()?;
                Work::WriteFigure { plan, reader }
            }
            Job::ExportProblems(path) => Work::ExportProblems { path, reader: project()?.reader().map_err(failed)? },
        })
    }

    fn append(&mut self, entry: Entry, go_on: bool) -> Event {
        match self.project.as_mut().map(|project| project.append(&entry)) {
            Some(Ok(())) => Event::Appended { entry, go_on },
            Some(Err(error)) => Event::NotWritten(Box::new(Notice::of_error(&error))),
            None => Event::NotWritten(Box::new(Notice::of_error(&"No project is open, so nothing was decided."))),
        }
    }

    fn set_unaided_share(&mut self, share: UnaidedShare) -> Option<Event> {
        Some(match self.project.as_mut()?.set_unaided_share(&share) {
            Ok(()) => Event::UnaidedShareSet(share),
            Err(error) => Event::NotWritten(Box::new(Notice::of_error(&error))),
        })
    }

    fn draw_sample(&mut self, design: SampleDesign) -> Option<Event> {
        let (project, review) = self.project.as_mut().zip(self.state.review())?;
        let (at, reviewer) = (now(), &self.state.settings.reviewer);
        let drawn = project.next_sample().and_then(|number| {
            let entry = review.ledger.draw(at, reviewer, number, design.records());
            entry.map(|entry| project.draw_sample(&entry, &design).map(|()| (number, entry))).transpose()
        });
        match drawn {
            Ok(drawn) => drawn.map(|(number, entry)| {
                let sample = QualitySample { number, at, reviewer: reviewer.clone(), design };
                Event::SampleDrawn(entry, Box::new(sample))
            }),
            Err(error) => Some(Event::NotWritten(Box::new(Notice::of_error(&error)))),
        }
    }

    fn record_thresholds(&mut self, thresholds: Thresholds) -> Event {
        let Some((project, review)) = self.project.as_mut().zip(self.state.review()) else {
            return Event::NotWritten(Box::new(Notice::of_error(&"No project is open, so nothing was changed.")));
        };
        let written = project.next_run().and_then(|run| {
            let entry = review.ledger.change_thresholds(now(), &self.state.settings.reviewer, run);
            project.change_thresholds(&entry, thresholds)?;
            Ok(entry)
        });
        match written {
            Ok(entry) => Event::ThresholdsRecorded(entry, thresholds),
            Err(error) => Event::NotWritten(Box::new(Notice::of_error(&error))),
        }
    }

    /// Taking a change back puts the thresholds of the run before it in force again.
    fn turn_thresholds(&mut self, entry: Entry, run: u64) -> Event {
        let Some(project) = self.project.as_mut() else {
            return Event::NotWritten(Box::new(Notice::of_error(&"No project is open, so nothing was changed.")));
        };
        let again = matches!(entry.action, review::Action::Redo { .. });
        let written = project.runs().and_then(|runs| {
            let wanted = |other: &&store::Run| {
                let id = other.id.unsigned_abs();
                if again { id <= run } else { id < run }
            };
            let thresholds = runs.iter().rev().find(wanted).map(|run| run.parameters.thresholds);
            let thresholds =
                thresholds.ok_or_else(|| store::StoreError::NotCoded { path: project.path().to_owned() })?;
            project.change_thresholds(&entry, thresholds)?;
            Ok(thresholds)
        });
        match written {
            Ok(thresholds) => Event::ThresholdsRecorded(entry, thresholds),
            Err(error) => Event::NotWritten(Box::new(Notice::of_error(&error))),
        }
    }

    fn read_cells(&self, record: RecordId) -> Option<Event> {
        Some(match self.project.as_ref()?.cells(record) {
            Ok(cells) => Event::CellsRead(record, cells),
            Err(error) => Event::NotWritten(Box::new(Notice::of_error(&error))),
        })
    }

    fn read_context(&self, records: Vec<RecordId>) -> Option<Event> {
        let project = self.project.as_ref()?;
        Some(match project.some_cells(&records, &project.source().context_columns, CHARACTERS) {
            Ok(cells) => Event::ContextRead(records.into_iter().zip(cells).collect()),
            Err(error) => Event::NotWritten(Box::new(Notice::of_error(&error))),
        })
    }

    fn record_context(&mut self, columns: Vec<usize>) -> Event {
        match self.project.as_mut().map(|project| project.set_context_columns(&columns)) {
            Some(Ok(())) => Event::ContextRecorded(columns),
            Some(Err(error)) => Event::NotWritten(Box::new(Notice::of_error(&error))),
            None => Event::NotWritten(Box::new(Notice::of_error(&"No project is open, so nothing was changed."))),
        }
    }

    fn read_problems(&self) -> Option<Event> {
        Some(match self.project.as_ref()?.problems(PROBLEMS_SHOWN) {
            Ok(problems) => Event::ProblemsRead(problems),
            Err(error) => Event::NotWritten(Box::new(Notice::of_error(&error))),
        })
    }

    fn keep_practice(&self, lines: Vec<PracticeLine>) -> Event {
        let file = self.home.practice_file();
        Event::Practice(Box::new(match practice::file::append(&file, &lines) {
            Ok(()) => PracticeEvent::Kept(lines),
            Err(error) => PracticeEvent::NotKept(Box::new(Notice {
                what_happened: format!("This could not be kept in {}: {error}.", file.display()),
                what_is_safe: "What was given before is kept; the session stands where it was.".to_owned(),
                what_to_do: "Make room, or make the folder writable, and give the answer again.".to_owned(),
                action: None,
                is_error: true,
            })),
        }))
    }

    fn save_settings(&self, settings: &Settings) -> Option<Event> {
        let file = self.home.settings_file();
        let error = settings.save(&file).err()?;
        Some(Event::NotWritten(Box::new(Notice {
            what_happened: format!("The settings could not be written to {}: {error}.", file.display()),
            what_is_safe: "They hold until the program ends; projects are not touched by this.".to_owned(),
            what_to_do: "Make room, or make the folder writable.".to_owned(),
            action: None,
            is_error: true,
        })))
    }
}

#[cfg(test)]
impl Desk {
    /// As if the open project could not be written to.
    pub(crate) fn make_read_only(&mut self) {
        if let Some(review) = self.state.review_mut() {
            review.read_only = true;
        }
    }
}

fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// Writes the sample where projects can be made beside it; one that is there already stays as it is.
fn write_sample(folder: &Path) -> Result<PathBuf, Box<Notice>> {
    let path = folder.join(SAMPLE_NAME);
    let written =
        fs::create_dir_all(folder).and_then(|()| if path.exists() { Ok(()) } else { fs::write(&path, SAMPLE) });
    written.map(|()| path).map_err(|error| {
        Box::new(Notice {
            what_happened: format!("The sample could not be written to {}: {error}.", folder.display()),
            what_is_safe: "Nothing else was touched.".to_owned(),
            what_to_do: "Make room there, or open a file of your own.".to_owned(),
            action: Some(Command::ChooseFile),
            is_error: true,
        })
    })
}
