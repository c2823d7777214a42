//! Which columns help a person to decide on an answer.

use crate::columns::plain;

/// Words in the names of columns that help to decide.
const WORDS: [&str; 30] = [
    "industry",
    "anzsic",
    "sector",
    "employer",
    "employers",
    "business",
    "company",
    "firm",
    "organisation",
    "organization",
    "workplace",
    "qualification",
    "qualifications",
    "education",
    "degree",
    "school",
    "schooling",
    "study",
    "skill",
    "skills",
    "training",
    "age",
    "apprentice",
    "apprenticeship",
    "supervises",
    "supervisor",
    "staff",
    "employees",
    "employment",
    "income",
];

/// Words that make a column one of keys, weights or dates rather than of content.
const NOT_CONTENT: [&str; 9] = ["code", "codes", "id", "weight", "weights", "abn", "email", "phone", "date"];

/// The columns, from 0, whose names sound as if they helped to decide on an occupation: industry, employer,
/// qualification, age and the like, in any case; not those of codes and keys.
pub fn context_columns(columns: &[String]) -> Vec<usize> {
    let helps = |name: &String| {
        let plain = plain(name);
        let has = |words: &[&str]| plain.split('_').any(|word| words.contains(&word));
        !plain.starts_with("occ_") && !plain.starts_with("previous_occ_") && has(&WORDS) && !has(&NOT_CONTENT)
    };
    (0..columns.len()).filter(|at| columns.get(*at).is_some_and(helps)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_help_are_found_in_any_case_and_keys_are_not() {
        let names =
            ["id", "Job title", "INDUSTRY", "industry_code", "Age (years)", "employer.name", "village", "occ_age"];
        let names: Vec<String> = names.map(str::to_owned).to_vec();
        assert_eq!(context_columns(&names), [2, 4, 5]);
    }
}
