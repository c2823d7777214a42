#!/usr/bin/env python3
"""Trains other classifiers on the training answers of Occudesk and compares them on the held-out sets, in one run.

Called by tests/bench/peers, which installs the pinned packages, trains Occudesk and exports the answers. Arguments: the
folder with everything, and the classification. fastText runs in a Python of its own (argument "fasttext"), because it needs
an older numpy.
"""
import csv
import json
import pathlib
import sys
import time

FOLDS = 4
LEVELS = [1, 2, 3, 4, 6]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def text(row):
    return (row["title"] + " " + row.get("tasks", "")).strip()


def survey(root, classification):
    column = classification.replace("-", "_")
    rows = read(root / "survey-answers.tsv")
    return [
        {"title": r["job_title"], "tasks": r["tasks"], "code": r[column], "kind": r["kind"], "id": r["id"]}
        for r in rows
        if r[column]
    ]


def path_of(code):
    """Five levels for the hierarchical peer; a non-classification code stands under "0" at all of them."""
    if code.startswith("0"):
        return ["0", "0_", "0__", "0___", code]
    return [code[:n] for n in LEVELS]


class Flat:
    """One-vs-rest linear SVM over all full codes."""

    name = "flat one-vs-rest SVM"

    def fit(self, answers):
        from sklearn.svm import LinearSVC

        self.features = features()
        x = self.features.fit_transform([text(a) for a in answers])
        self.model = LinearSVC(C=1.0, dual=True, tol=0.01, max_iter=200)
        self.model.fit(x, [a["code"] for a in answers], sample_weight=[float(a["weight"]) for a in answers])

    def predict(self, rows):
        return list(self.model.predict(self.features.transform([text(r) for r in rows])))


class Hierarchical:
    """HiClass: local classifier per parent node, linear SVM at each."""

    name = "HiClass per parent node"

    def fit(self, answers):
        import numpy
        from hiclass import LocalClassifierPerParentNode
        from sklearn.svm import LinearSVC

        self.features = features()
        x = self.features.fit_transform([text(a) for a in answers])
        y = numpy.array([path_of(a["code"]) for a in answers])
        self.model = LocalClassifierPerParentNode(LinearSVC(C=1.0, dual=True, tol=0.01, max_iter=200), n_jobs=1)
        self.model.fit(x, y, sample_weight=numpy.array([float(a["weight"]) for a in answers]))

    def predict(self, rows):
        return [p[-1] for p in self.model.predict(self.features.transform([text(r) for r in rows]))]


class Nearest:
    """Cosine nearest neighbour over the titles of the training answers, which are those of the coding index."""

    name = "cosine nearest title"

    def fit(self, answers):
        from sklearn.preprocessing import normalize

        titles = sorted({(a["title"].lower(), a["code"]) for a in answers if a["title"]})
        self.codes = [code for _, code in titles]
        self.features = features()
        self.index = normalize(self.features.fit_transform([title for title, _ in titles])).T.tocsc()
        self.normalize = normalize

    def predict(self, rows):
        found = []
        for start in range(0, len(rows), 500):
            batch = rows[start : start + 500]
            x = self.normalize(self.features.transform([r["title"] or text(r) for r in batch]))
            found += [self.codes[i] for i in (x @ self.index).toarray().argmax(axis=1)]
        return found


class FastText:
    """fastText with subwords."""

    name = "fastText with subwords"

    def fit(self, answers):
        import tempfile

        import fasttext

        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            for a in answers:
                file.write(f"__label__{a['code']} {self.clean(a)}\n")
            file.flush()
            self.model = fasttext.train_supervised(
                file.name, lr=0.5, epoch=25, wordNgrams=2, minn=3, maxn=5, dim=100, thread=1, seed=1, verbose=0
            )

    def clean(self, row):
        return " ".join(text(row).lower().replace("\n", " ").split()) or "blank"

    def predict(self, rows):
        labels, _ = self.model.predict([self.clean(r) for r in rows])
        return [label[0].removeprefix("__label__") for label in labels]


def features():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    return FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode")),
            ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)),
        ]
    )


def run_peers(root, classification, peers):
    """Predictions of every peer for every set; kept as JSON, so that both Pythons can add theirs."""
    folder = root / classification
    target = folder / "peers.json"
    results = json.loads(target.read_text()) if target.exists() else {}
    b = survey(root, classification)
    titles_only = [{**r, "tasks": ""} for r in b]
    everything = read(folder / "all.tsv")
    timing = [r for r in read(folder / "timing.tsv")] if (folder / "timing.tsv").exists() else []
    for peer in peers:
        for lexicon in (False, True):
            started = time.time()
            model = peer()
            model.fit([a for a in everything if lexicon or a["written"] == "0"])
            trained = time.time() - started
            entry = {"train_seconds": trained, "b": model.predict(b), "b_titles": model.predict(titles_only)}
            if lexicon and timing:
                started = time.time()
                model.predict(timing)
                entry["answers_a_second"] = len(timing) / (time.time() - started)
            if lexicon:
                entry["a"] = []
                for fold in range(1, FOLDS + 1):
                    model = peer()
                    model.fit(read(folder / f"fold-{fold}.tsv"))
                    entry["a"].append(model.predict(read(folder / f"held-out-{fold}.tsv")))
            results[f"{peer.name}, {'with' if lexicon else 'without'} our lexicon"] = entry
            target.write_text(json.dumps(results))
            print(f"{classification}: {peer.name}, lexicon {lexicon}: {time.time() - started:.0f} s", file=sys.stderr)


def report(root, classification):
    """The table: share right at six digits and one, difference to the best peer with a paired bootstrap interval."""
    import numpy

    folder = root / classification
    results = json.loads((folder / "peers.json").read_text())
    b = survey(root, classification)
    truth = {"b": [r["code"] for r in b], "a": []}
    ours = {"a": [], "b": [], "b_titles": []}
    for fold in range(1, FOLDS + 1):
        for row in read(folder / f"held-out-{fold}.tsv"):
            truth["a"].append(row["code"])
            ours["a"].append(row["suggestions"].split("|")[0])
    for key, name in (("b", "survey-answers.csv"), ("b_titles", "survey-titles.csv")):
        with open(folder / name, encoding="utf-8", newline="") as file:
            coded = {row["id"]: row["occ_code"] for row in csv.DictReader(file)}
        ours[key] = [coded[r["id"]] for r in b]
    kinds = {
        "a: held-out titles": ("a", None),
        "b: survey answers": ("b", {"in-scope", "near-miss", "out-of-scope"}),
        "b: in scope": ("b", {"in-scope"}),
        "b: near misses": ("b", {"near-miss"}),
        "b: out of scope": ("b", {"out-of-scope"}),
        "b: title alone": ("b_titles", {"in-scope", "near-miss", "out-of-scope"}),
        "c: generic tasks": ("b", {"generic-tasks"}),
        "c: title alone": ("b_titles", {"generic-tasks"}),
    }
    random = numpy.random.default_rng(1)
    print(f"\n## {classification}\n\n| set | n | classifier | 1 digit | 6 digits |\n|---|---|---|---|---|")
    for title, (key, wanted) in kinds.items():
        t = truth["a"] if key == "a" else truth["b"]
        chosen = [i for i in range(len(t)) if wanted is None or b[i]["kind"] in wanted]
        if not chosen:
            continue

        def right(predictions, digits, t=t, chosen=chosen):
            return numpy.array([predictions[i][:digits] == t[i][:digits] for i in chosen])

        own = right(ours[key], 6)
        print(f"| {title} | {len(chosen)} | **Occudesk** | {right(ours[key], 1).mean():.3f} | {own.mean():.3f} |")
        best = None
        for name, entry in sorted(results.items()):
            if key not in entry:
                continue
            predictions = [p for fold in entry["a"] for p in fold] if key == "a" else entry[key]
            six = right(predictions, 6)
            print(f"| | | {name} | {right(predictions, 1).mean():.3f} | {six.mean():.3f} |")
            if best is None or six.mean() > best[1].mean():
                best = (name, six)
        samples = random.integers(0, len(own), size=(2000, len(own)))
        difference = (own[samples].mean(axis=1) - best[1][samples].mean(axis=1)) * 100
        low, high = numpy.percentile(difference, [2.5, 97.5])
        mean = (own.mean() - best[1].mean()) * 100
        print(f"| | | *against the best of them* | | {mean:+.1f} points ({low:+.1f} to {high:+.1f}) |")
    for name, entry in sorted(results.items()):
        if "answers_a_second" in entry:
            print(f"\n{name}: {entry['answers_a_second']:.0f} answers a second, one thread, engine alone.")


if __name__ == "__main__":
    root, classification, what = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if what == "fasttext":
        run_peers(root, classification, [FastText])
    elif what == "sklearn":
        run_peers(root, classification, [Nearest, Hierarchical, Flat])
    else:
        report(root, classification)
