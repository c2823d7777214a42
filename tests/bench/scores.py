"""Tables of scores from what tests/bench/scores has coded: plain and weighted by employment, at all five levels, top-5,
hierarchical F1, 95 % bootstrap intervals, calibration error with the band of a calibrated model, and how well answers out
of scope are told from occupations. Arguments: the project, the folder, the classification."""
import collections
import csv
import pathlib
import random
import sys

LEVELS = [1, 2, 3, 4, 6]
ROUNDS = 1000


class Row:
    """An agreed code, and what the engine made of the answer."""

    def __init__(self, agreed, suggestions, confidence, kind=""):
        self.agreed, self.suggestions, self.confidence, self.kind = agreed, suggestions, confidence, kind
        self.code = suggestions[0] if suggestions else ""

    def right(self, digits):
        """A non-classification code is right as a whole or not at all."""
        if self.agreed.startswith("0") or self.code.startswith("0"):
            return self.code == self.agreed
        return self.code[:digits] == self.agreed[:digits]

    def ancestors(self, code):
        return {code} if code.startswith("0") else {code[:digits] for digits in LEVELS}


def held_out(folder):
    rows = []
    for path in sorted(folder.glob("held-out-*.tsv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                rows.append(Row(row["code"], row["suggestions"].split("|"), float(row["confidence"])))
    return rows


def survey(top, path, classification):
    with open(top / "tests/bench/survey-answers.tsv", encoding="utf-8", newline="") as file:
        agreed = {row["id"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    rows = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            truth = agreed[row["id"]]
            code = truth[classification.replace("-", "_")]
            if code:
                codes = [row["occ_code"]] + [row[f"occ_s{n}_code"] for n in range(2, 6)]
                rows.append(Row(code, codes, float(row["occ_confidence"] or 0), truth["kind"]))
    return rows


def employment(top, classification):
    if classification != "osca-2024":
        return None
    with open(top / "assets/training/osca-2024-employment.tsv", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return {code: float(count) for code, count in lines[1:]}


def share(values, weights):
    return sum(v * w for v, w in zip(values, weights)) / max(sum(weights), 1e-9)


def interval(values, weights):
    rng = random.Random(1)
    drawn = []
    for _ in range(ROUNDS):
        chosen = rng.choices(range(len(values)), k=len(values))
        drawn.append(share([values[i] for i in chosen], [weights[i] for i in chosen]))
    drawn.sort()
    return drawn[ROUNDS // 40], drawn[-ROUNDS // 40]


def calibration_error(pairs):
    bins = collections.defaultdict(lambda: [0.0, 0.0])
    for confidence, right in pairs:
        bin = bins[min(9, int(confidence * 10))]
        bin[0] += confidence
        bin[1] += right
    return sum(abs(a - b) for a, b in bins.values()) / len(pairs)


def band(confidences):
    """The 95th percentile of the error that a perfectly calibrated model would show with these confidences."""
    rng = random.Random(1)
    drawn = sorted(calibration_error([(c, rng.random() < c) for c in confidences]) for _ in range(ROUNDS))
    return drawn[ROUNDS * 95 // 100]


def line(name, rows, employed):
    plain = [1.0] * len(rows)
    cells = [f"{share([row.right(d) for row in rows], plain):.3f}" for d in LEVELS]
    six = [row.right(6) for row in rows]
    low, high = interval(six, plain)
    cells[-1] += f" ({low:.3f} to {high:.3f})"
    cells.append(f"{share([row.agreed in row.suggestions for row in rows], plain):.3f}")
    shared = sum(len(row.ancestors(row.agreed) & row.ancestors(row.code)) for row in rows if row.code)
    both = sum(len(row.ancestors(row.agreed)) + len(row.ancestors(row.code)) for row in rows)
    cells.append(f"{2 * shared / both:.3f}")
    if employed:
        per_code = collections.Counter(row.agreed for row in rows)
        weights = [employed.get(row.agreed, 0.0) / per_code[row.agreed] for row in rows]
        low, high = interval(six, weights) if sum(weights) else (0, 0)
        cells.append(f"{share(six, weights):.3f} ({low:.3f} to {high:.3f})" if sum(weights) else "")
    else:
        cells.append("")
    error = calibration_error([(row.confidence, row.right(6)) for row in rows])
    cells.append(f"{error:.3f} (band {band([row.confidence for row in rows]):.3f})")
    print(f"| {name} | {len(rows)} | " + " | ".join(cells) + " |")


def main():
    top, folder, classification = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    employed = employment(top, classification)
    print(f"\n## {classification}\n")
    print("| set | n | 1 digit | 2 | 3 | 4 | 6 digits (95 %) | top 5 | hierarchical F1 | weighted by employment | calibration error |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    line("a: held-out titles", held_out(folder), employed)
    answers = survey(top, folder / "answers.csv", classification)
    titles = survey(top, folder / "titles.csv", classification)
    for name, wanted in (
        ("b: survey answers", ("in-scope", "near-miss", "out-of-scope")),
        ("b: in scope", ("in-scope",)),
        ("b: near misses", ("near-miss",)),
        ("b: out of scope", ("out-of-scope",)),
        ("c: generic tasks", ("generic-tasks",)),
    ):
        rows = [row for row in answers if row.kind in wanted]
        if rows:
            line(name, rows, employed)
            line(name + ", title alone", [row for row in titles if row.kind in wanted], employed)
    asked = [row for row in answers if row.kind in ("near-miss", "out-of-scope")]
    said = [row for row in asked if row.code.startswith("0")]
    truly = [row for row in asked if row.agreed.startswith("0")]
    if truly:
        both = sum(row.agreed.startswith("0") for row in said)
        print(
            f"\nOut of scope or not, on the near misses and the answers out of scope: precision {both / len(said):.3f} "
            f"({len(said)} said), recall {both / len(truly):.3f} ({len(truly)} are)."
        )


if __name__ == "__main__":
    main()
