//! The names of columns: distinct ones for choosing, and which of them hold the answers.

use std::collections::HashSet;

/// Names for choosing, all different and none empty: an empty one becomes `column 3`, the second `title` becomes
/// `title (2)`. The number of names and their order stay.
pub fn distinct_names(header: &[String]) -> Vec<String> {
    let mut taken: HashSet<String> = header.iter().cloned().collect();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut names = Vec::with_capacity(header.len());
    for (at, name) in header.iter().enumerate() {
        let blank = name.trim().is_empty();
        if !blank && seen.insert(name) {
            names.push(name.clone());
            continue;
        }
        let base = if blank { format!("column {}", at + 1) } else { name.clone() };
        let mut candidate = if blank { base.clone() } else { format!("{base} (2)") };
        let mut number = 2;
        while !taken.insert(candidate.clone()) {
            number += 1;
            candidate = format!("{base} ({number})");
        }
        names.push(candidate);
    }
    names
}

/// Where the answers seem to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnGuess {
    /// The column of job titles, from 0.
    pub title: Option<usize>,
    /// The column of main tasks, from 0; never that of the titles.
    pub tasks: Option<usize>,
}

/// Usual names of the column of job titles, the surest first.
const TITLES: [&str; 21] = [
    "job_title",
    "jobtitle",
    "occp_text",
    "occupation",
    "occp",
    "occupation_title",
    "occupation_text",
    "job",
    "position",
    "position_title",
    "job_name",
    "main_job_title",
    "main_job",
    "main_occupation",
    "current_occupation",
    "role",
    "profession",
    "job_text",
    "occ",
    "occ_text",
    // The last, since it may be the one of Mr and Mrs.
    "title",
];

/// Usual names of the column of main tasks, the surest first.
const TASKS: [&str; 18] = [
    "tasks",
    "tasks_text",
    "duties",
    "main_tasks",
    "task",
    "main_duties",
    "job_tasks",
    "job_duties",
    "tasks_duties",
    "tasks_and_duties",
    "main_tasks_and_duties",
    "tsk_text",
    "task_text",
    "taskp_text",
    "job_description",
    "description",
    "responsibilities",
    "activities",
];

impl ColumnGuess {
    /// Guesses by common names, in any case and with spaces, hyphens or full stops for underscores. A name that is
    /// exactly one of the common ones wins over one that contains it; columns of codes are left aside. A column named
    /// like both serves as one of them alone: as that of the tasks where another one holds titles, else as that of the titles.
    pub fn of(columns: &[String]) -> ColumnGuess {
        let plain: Vec<String> = columns.iter().map(|name| plain(name)).collect();
        let tasks = find(&plain, &TASKS, None);
        if let Some(title) = find(&plain, &TITLES, tasks) {
            return ColumnGuess { title: Some(title), tasks };
        }
        // Titles are what is coded, so that the only column named like both holds them.
        let title = find(&plain, &TITLES, None);
        ColumnGuess { title, tasks: find(&plain, &TASKS, title) }
    }
}

fn find(columns: &[String], names: &[&str], but: Option<usize>) -> Option<usize> {
    let free = |at: &usize| Some(*at) != but;
    let exact = |name: &&str| (0..columns.len()).filter(free).find(|at| columns[*at] == **name);
    let part = |name: &&str| (0..columns.len()).filter(free).find(|at| contains_words(&columns[*at], name));
    // "job" or "occ" inside a longer name says too little: "job_code", "occ_p1".
    names.iter().find_map(exact).or_else(|| names.iter().filter(|name| name.len() > 4).find_map(part))
}

fn contains_words(column: &str, name: &str) -> bool {
    let is_code = column.split('_').any(|word| matches!(word, "code" | "codes" | "id" | "number" | "no" | "level"));
    !is_code && !column.starts_with("occ_") && format!("_{column}_").contains(&format!("_{name}_"))
}

/// Lower case, with single underscores for everything that is neither letter nor digit.
pub(crate) fn plain(name: &str) -> String {
    let mut plain = String::new();
    for ch in name.chars() {
        if ch.is_alphanumeric() {
            plain.extend(ch.to_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &[&str]) -> Vec<String> {
        header.iter().map(|name| (*name).to_owned()).collect()
    }

    fn guess(header: &[&str]) -> (Option<usize>, Option<usize>) {
        let guess = ColumnGuess::of(&names(header));
        (guess.title, guess.tasks)
    }

    #[test]
    fn duplicate_and_empty_names_become_distinct() {
        assert_eq!(
            distinct_names(&names(&["title", "", "title", "title (2)", "title", " "])),
            ["title", "column 2", "title (3)", "title (2)", "title (4)", "column 6"]
        );
    }

    #[test]
    fn common_names_are_found_in_any_case() {
        assert_eq!(guess(&["id", "Job Title", "Main tasks"]), (Some(1), Some(2)));
        assert_eq!(guess(&["OCCP_TEXT", "TASKS_TEXT"]), (Some(0), Some(1)));
        assert_eq!(guess(&["Duties", "Occupation"]), (Some(1), Some(0)));
        assert_eq!(guess(&["name", "age"]), (None, None));
    }

    #[test]
    fn exact_names_win_over_names_that_contain_them() {
        assert_eq!(guess(&["previous job title", "job_title"]).0, Some(1));
        assert_eq!(guess(&["Q12. Occupation in main job", "Q13 Tasks in main job"]), (Some(0), Some(1)));
        assert_eq!(guess(&["job_tasks", "job"]), (Some(1), Some(0)));
    }

    #[test]
    fn a_title_alone_is_taken_last_as_it_may_be_mr_or_mrs() {
        assert_eq!(guess(&["title", "occupation"]).0, Some(1));
        assert_eq!(guess(&["Title", "OCCP"]).0, Some(1));
        assert_eq!(guess(&["title", "occ_text"]).0, Some(1));
        assert_eq!(guess(&["title", "jobtitle"]).0, Some(1));
        assert_eq!(guess(&["Title", "name"]).0, Some(0));
    }

    #[test]
    fn no_column_serves_as_title_and_tasks() {
        assert_eq!(guess(&["Job title and main tasks"]), (Some(0), None));
        assert_eq!(guess(&["Job title and main tasks", "duties"]), (Some(0), Some(1)));
        assert_eq!(guess(&["Job title and main tasks", "occupation"]), (Some(1), Some(0)));
        assert_eq!(guess(&["tasks"]), (None, Some(0)));
    }

    #[test]
    fn columns_of_codes_hold_no_answers() {
        assert_eq!(guess(&["occupation_code", "occ_title"]).0, None);
    }

    proptest::proptest! {
        #[test]
        fn distinct_names_are_distinct(header in proptest::collection::vec("[ab]? ?(\\(2\\))?|column [1-3]", 0..8)) {
            let names = distinct_names(&header);
            assert_eq!(names.len(), header.len());
            assert!(names.iter().all(|name| !name.trim().is_empty()));
            assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        }
    }
}
