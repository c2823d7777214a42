//! The model file: eight bytes of name, the version of the format, a zstd-compressed body, and a SHA-256 checksum of
//! all that stands before it.

use std::ops::Range;

use domain::{Classification, ClassificationId, Code, Thresholds};
use sha2::{Digest, Sha256};

use crate::ModelError;
use crate::layer::Layer;
use crate::model::{Balance, Model, ModelCard, Shape};
use crate::tree::Tree;
use crate::vocabulary::{FeatureHash, Vocabulary};
use crate::weights::{Weight, Weights};

const NAME: &[u8; 8] = b"OCCUHSVM";
const VERSION: u8 = 2;
const CHECKSUM: usize = 32;
/// A body larger than this is not a model of ours.
const LARGEST_BODY: usize = 512 << 20;

/// Writes a model. The same model gives the same bytes. The card's `id` and `hash` are not written: they follow from
/// the bytes.
pub(crate) fn write(model: &Model) -> Result<Vec<u8>, ModelError> {
    let mut body = Writer::default();
    let card = &model.card;
    for text in [card.classification.key(), &card.version, &card.training_hash] {
        body.text(text);
    }
    for number in [card.thresholds.optimal, card.thresholds.minimum, card.break_gap] {
        body.float(number);
    }
    body.number(model.codes.len() as u64);
    model.codes.iter().for_each(|code| body.text(code.as_str()));
    body.number(model.vocabulary.len() as u64);
    let mut before = 0;
    for hash in model.vocabulary.hashes() {
        body.number(hash.0 - before);
        before = hash.0;
    }
    body.bytes.extend_from_slice(model.vocabulary.rarities());
    body.layer(&model.local);
    body.layer(&model.occupations);
    model.sharpness.iter().flatten().for_each(|&number| body.float(number));
    for balance in model.balance {
        [balance.hierarchy, balance.occupation, balance.others].into_iter().for_each(|number| body.float(number));
    }
    let mut file = NAME.to_vec();
    file.push(VERSION);
    let compressed = zstd::bulk::compress(&body.bytes, 19).map_err(|_| ModelError::Damaged("cannot be compressed"))?;
    file.extend_from_slice(&(body.bytes.len() as u64).to_le_bytes());
    file.extend_from_slice(&compressed);
    let checksum = Sha256::digest(&file);
    file.extend_from_slice(&checksum);
    Ok(file)
}

/// Reads a model.
pub(crate) fn read(file: &[u8]) -> Result<Model, ModelError> {
    let start = NAME.len() + 1 + 8;
    if !file.starts_with(NAME) {
        return Err(ModelError::NotAModel);
    }
    match file.get(NAME.len()) {
        Some(&VERSION) => {}
        Some(&found) => return Err(ModelError::OtherVersion { found, known: VERSION }),
        None => return Err(ModelError::Damaged("it ends too early")),
    }
    if file.len() < start + CHECKSUM {
        return Err(ModelError::Damaged("it ends too early"));
    }
    let (content, checksum) = file.split_at(file.len() - CHECKSUM);
    if Sha256::digest(content).as_slice() != checksum {
        return Err(ModelError::Damaged("its checksum does not match its content"));
    }
    let mut length = [0; 8];
    length.copy_from_slice(&content[start - 8..start]);
    let length = usize::try_from(u64::from_le_bytes(length)).unwrap_or(usize::MAX);
    if length > LARGEST_BODY {
        return Err(ModelError::Damaged("it claims an impossible size"));
    }
    let body = zstd::bulk::decompress(&content[start..], length)
        .map_err(|_| ModelError::Damaged("it cannot be decompressed"))?;
    read_body(&mut Reader { rest: &body }, file).ok_or(ModelError::Damaged("its content does not add up"))
}

fn read_body(body: &mut Reader<'_>, file: &[u8]) -> Option<Model> {
    let classification = ClassificationId::from_key(&body.text()?)?;
    let (version, training_hash) = (body.text()?, body.text()?);
    let thresholds = Thresholds::checked(body.float()?, body.float()?)?;
    let break_gap = body.float()?;
    let codes: Vec<Code> = (0..body.count()?).map(|_| Code::parse(&body.text()?).ok()).collect::<Option<_>>()?;
    if codes != Tree::codes(Classification::get(classification)) {
        return None;
    }
    let tree = Tree::of(&codes);
    let features = body.count()?;
    let mut before = 0u64;
    let hashes: Vec<FeatureHash> = (0..features)
        .map(|_| {
            before = before.checked_add(body.number()?)?;
            Some(FeatureHash(before))
        })
        .collect::<Option<_>>()?;
    let vocabulary = Vocabulary::new(hashes, body.take(features)?.to_vec());
    let local = body.layer(features, &tree.segments, true)?;
    let occupations = body.layer(features, &Model::occupation_segments(&codes), false)?;
    let mut floats = |count: usize| (0..count).map(|_| body.float()).collect::<Option<Vec<f32>>>();
    let sharpness =
        floats(tree.nodes.len() * Shape::COUNT)?.chunks_exact(Shape::COUNT).map(|c| [c[0], c[1], c[2]]).collect();
    let balance = floats(Shape::COUNT * 3)?;
    let balance = std::array::from_fn(|shape| Balance {
        hierarchy: balance[shape * 3],
        occupation: balance[shape * 3 + 1],
        others: balance[shape * 3 + 2],
    });
    let hash = hexadecimal(&Sha256::digest(file));
    let id = format!("{}-{}", classification.key(), &hash[..8]);
    let card = ModelCard { id, classification, version, hash, training_hash, thresholds, break_gap };
    Some(Model { card, codes, tree, vocabulary, local, occupations, sharpness, balance })
}

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// A number in groups of seven bits, lowest first (LEB128).
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn float(&mut self, number: f32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn layer(&mut self, layer: &Layer) {
        let rows = || (0..layer.weights.features()).map(|feature| layer.weights.row(feature as u32));
        rows().for_each(|row| self.number(row.len() as u64));
        for row in rows() {
            let mut before = 0;
            for weight in row {
                self.number(u64::from(weight.output - before));
                before = weight.output;
            }
        }
        self.bytes.extend(layer.weights.all().iter().map(|weight| weight.steps.cast_unsigned()));
        layer.scales.iter().chain(&layer.biases).for_each(|&number| self.float(number));
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number of things to come, each at least one byte long.
    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|&count| count <= self.rest.len())
    }

    fn text(&mut self) -> Option<String> {
        let length = self.count()?;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }

    fn layer(&mut self, features: usize, segments: &[Range<usize>], dense_first: bool) -> Option<Layer> {
        let outputs = segments.last()?.end;
        let mut rows = vec![0u32];
        for _ in 0..features {
            rows.push(rows.last()?.checked_add(u32::try_from(self.number()?).ok()?)?);
        }
        let all = *rows.last()? as usize;
        if all > self.rest.len() {
            return None;
        }
        let mut weights = Vec::with_capacity(all);
        for row in rows.windows(2) {
            let mut before = 0u64;
            for _ in row[0]..row[1] {
                before = before.checked_add(self.number()?)?;
                let output = u16::try_from(before).ok().filter(|&output| usize::from(output) < outputs)?;
                weights.push(Weight { output, steps: 0 });
            }
        }
        for (weight, &steps) in weights.iter_mut().zip(self.take(all)?) {
            weight.steps = steps.cast_signed();
        }
        let mut floats = |count: usize| (0..count).map(|_| self.float()).collect::<Option<Vec<f32>>>();
        let (scales, biases) = (floats(outputs)?, floats(outputs)?);
        let weights = Weights::new(rows, weights, segments, dense_first);
        Some(Layer { weights, scales, biases, segments: segments.to_vec() })
    }

    fn float(&mut self) -> Option<f32> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.take(4)?);
        Some(f32::from_le_bytes(bytes)).filter(|number| number.is_finite())
    }
}
