//! Status and flags of all records, on all processors.

use domain::{Coding, Thresholds};
use rayon::prelude::*;
use review::{Columns, Groups, Ledger, RecordId};

/// Records derived at a time.
const PART: usize = 1 << 16;

/// What codings, thresholds and decisions say of every record. About 36 ms for a million records on two processors, and
/// only when a project is opened or its thresholds change, so that a changed threshold may do it in a frame.
pub(crate) fn derive(codings: &[Coding], thresholds: Thresholds, ledger: &Ledger, groups: &Groups) -> Columns {
    let parts: Vec<Columns> = codings.par_chunks(PART).map(|part| Columns::derive(part, thresholds)).collect();
    let mut columns = Columns::default();
    for part in parts {
        columns.append(part);
    }
    judged(columns, ledger, groups)
}

/// The same columns with what people decided.
pub(crate) fn judged(mut columns: Columns, ledger: &Ledger, groups: &Groups) -> Columns {
    columns.judge_all(ledger);
    for group in groups.of_records(ledger.judgements().map(|(record, _)| record)) {
        columns.mark_conflicts(group);
    }
    columns
}

/// Takes in the judgements of records that an entry has touched.
pub(crate) fn judge_again(columns: &mut Columns, records: &[RecordId], ledger: &Ledger, groups: &Groups) {
    for record in records {
        columns.judge(*record, ledger.judgement(*record));
    }
    for group in groups.of_records(records.iter().copied()) {
        columns.mark_conflicts(group);
        columns.show_decided_answer(group);
    }
}
