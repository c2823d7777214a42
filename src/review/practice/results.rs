//! What is kept of practising: sessions and the answers given in them, without the text of any answer.

use std::collections::BTreeMap;

use domain::ClassificationId;
use sha2::{Digest, Sha256};

use super::{Boxes, Credit, ItemKey, PracticeSet, PracticeSummary};
use crate::{Hash, Timestamp, Verdict, hash_text};

/// Knows a session again, on this machine and on others: 16 hexadecimal digits.
pub type SessionId = String;

/// A session as it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeSession {
    /// Knows it again.
    pub id: SessionId,
    /// When it began.
    pub at: Timestamp,
    /// Who practises.
    pub trainee: String,
    /// The set, by [`PracticeSet::id`].
    pub set: String,
    /// Its name at that time.
    pub set_name: String,
    /// What its answers are coded to.
    pub classification: ClassificationId,
    /// Where the set came from on this machine, so that it can be opened again: a path, or the name of a shipped one;
    /// empty for results of another machine.
    pub source: String,
    /// What the order was made from.
    pub seed: u64,
    /// The answers to be asked, in order; empty for results of another machine.
    pub order: Vec<ItemKey>,
}

impl PracticeSession {
    /// The id of a session and the seed of its order: both follow from who practises what, and when.
    pub fn id_and_seed(trainee: &str, set: &str, at: Timestamp) -> (SessionId, u64) {
        let hash: Hash = Sha256::digest(format!("{trainee}\0{set}\0{}", at.0)).into();
        let seed = hash[8..16].iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte));
        (hash_text(&hash)[..16].to_owned(), seed)
    }
}

/// An answer given by a trainee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeAnswer {
    /// The session.
    pub session: SessionId,
    /// Its number in the session, from 1.
    pub number: u32,
    /// When it was given.
    pub at: Timestamp,
    /// The answer of the set.
    pub item: ItemKey,
    /// Its row there.
    pub row: u64,
    /// What was agreed.
    pub agreed: Verdict,
    /// What was given; `None` for "don't know".
    pub given: Option<Verdict>,
    /// It was missed before in this session, so that this is practice and no result.
    pub again: bool,
}

impl PracticeAnswer {
    /// What it earns.
    pub fn credit(&self) -> Credit {
        Credit::of(self.agreed, self.given)
    }
}

/// Something that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PracticeLine {
    /// A session began.
    Session(PracticeSession),
    /// An answer was given.
    Answer(PracticeAnswer),
    /// A session was ended by the trainee before all was asked, or came to its end.
    End(SessionId),
}

/// A session with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// The session.
    pub session: PracticeSession,
    /// The answers, by number.
    pub answers: Vec<PracticeAnswer>,
    /// It was ended.
    pub ended: bool,
}

impl KeptSession {
    /// Where it stands among others.
    fn place(&self) -> (Timestamp, &str) {
        (self.session.at, &self.session.id)
    }

    /// The answers that count: each the first time it was asked.
    pub fn first_tries(&self) -> impl Iterator<Item = &PracticeAnswer> {
        self.answers.iter().filter(|answer| !answer.again)
    }

    /// How it went.
    pub fn summary(&self) -> PracticeSummary {
        PracticeSummary::of(self.first_tries())
    }
}

/// All that was kept, by session in the order of their beginnings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeResults {
    sessions: Vec<KeptSession>,
    places: BTreeMap<SessionId, usize>,
}

impl PracticeResults {
    /// Takes lines in. A session that is known already stays as it is, an answer with a number that is known replaces that
    /// one, and an answer of an unknown session is left out.
    pub fn take_all(&mut self, lines: impl IntoIterator<Item = PracticeLine>) {
        let before = self.sessions.len();
        for line in lines {
            match line {
                PracticeLine::Session(session) => {
                    if !self.places.contains_key(&session.id) {
                        self.places.insert(session.id.clone(), self.sessions.len());
                        self.sessions.push(KeptSession { session, answers: Vec::new(), ended: false });
                    }
                }
                PracticeLine::Answer(answer) => {
                    let Some(kept) = self.kept_mut(&answer.session) else { continue };
                    match kept.answers.binary_search_by_key(&answer.number, |known| known.number) {
                        Ok(at) => kept.answers[at] = answer,
                        Err(at) => kept.answers.insert(at, answer),
                    }
                }
                PracticeLine::End(id) => {
                    if let Some(kept) = self.kept_mut(&id) {
                        kept.ended = true;
                    }
                }
            }
        }
        let in_order = |kept: &[KeptSession]| kept[0].place() <= kept[1].place();
        if !self.sessions[before.saturating_sub(1)..].windows(2).all(in_order) {
            self.sessions.sort_by(|one, other| one.place().cmp(&other.place()));
            let ids = self.sessions.iter().map(|kept| kept.session.id.clone());
            self.places = ids.zip(0..).collect();
        }
    }

    fn kept_mut(&mut self, id: &str) -> Option<&mut KeptSession> {
        let at = *self.places.get(id)?;
        self.sessions.get_mut(at)
    }

    /// All sessions, the earliest first.
    pub fn sessions(&self) -> &[KeptSession] {
        &self.sessions
    }

    /// A session.
    pub fn session(&self, id: &str) -> Option<&KeptSession> {
        self.sessions.get(*self.places.get(id)?)
    }

    /// The names of all trainees, sorted.
    pub fn trainees(&self) -> Vec<String> {
        let mut names: Vec<String> = self.sessions.iter().map(|kept| kept.session.trainee.clone()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// How well a trainee knows the answers of a set.
    pub fn boxes(&self, trainee: &str, set: &PracticeSet) -> Boxes {
        let mut boxes = Boxes::default();
        let own = self.sessions.iter().filter(|kept| kept.session.trainee == trainee && kept.session.set == set.id);
        for kept in own.filter(|kept| !kept.answers.is_empty()) {
            boxes.take_session(kept.first_tries().map(|answer| (answer.item, answer.credit().is_full())));
        }
        boxes
    }

    /// The last session of a trainee that was begun on this machine and not ended.
    pub fn unfinished(&self, trainee: &str) -> Option<&KeptSession> {
        let own =
            self.sessions.iter().rev().find(|kept| kept.session.trainee == trainee && !kept.session.order.is_empty());
        own.filter(|kept| !kept.ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(id: &str, at: i64, trainee: &str) -> PracticeLine {
        PracticeLine::Session(PracticeSession {
            id: id.to_owned(),
            at: Timestamp(at),
            trainee: trainee.to_owned(),
            set: "s".to_owned(),
            set_name: "a set".to_owned(),
            classification: ClassificationId::Osca2024,
            source: String::new(),
            seed: 1,
            order: vec![ItemKey::of(ClassificationId::Osca2024, "x", "", Verdict::parse("2654").unwrap())],
        })
    }

    fn answer(id: &str, number: u32, given: &str) -> PracticeLine {
        let agreed = Verdict::parse("2654").unwrap();
        PracticeLine::Answer(PracticeAnswer {
            session: id.to_owned(),
            number,
            at: Timestamp(5),
            item: ItemKey::of(ClassificationId::Osca2024, "x", "", agreed),
            row: 1,
            agreed,
            given: Verdict::parse(given),
            again: false,
        })
    }

    #[test]
    fn lines_fold_to_the_same_whatever_comes_twice() {
        let lines = [session("b", 2, "Ann"), answer("b", 1, "2654"), session("a", 1, "Bea"), answer("a", 1, "265")];
        let mut once = PracticeResults::default();
        let mut twice = PracticeResults::default();
        once.take_all(lines.clone());
        for line in lines.iter().chain(&lines) {
            twice.take_all([line.clone()]);
        }
        twice.take_all([answer("nobody's", 1, "1")]);
        assert_eq!(once, twice);
        let ids: Vec<&str> = once.sessions().iter().map(|kept| kept.session.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(once.trainees(), ["Ann", "Bea"]);
        assert_eq!(once.session("b").map(|kept| kept.answers.len()), Some(1));
    }

    #[test]
    fn an_ended_session_is_not_gone_on_with() {
        let mut results = PracticeResults::default();
        results.take_all([session("a", 1, "Ann")]);
        assert_eq!(results.unfinished("Ann").map(|kept| kept.session.id.as_str()), Some("a"));
        assert!(results.unfinished("Bea").is_none());
        results.take_all([PracticeLine::End("a".to_owned())]);
        assert!(results.unfinished("Ann").is_none());
    }
}
