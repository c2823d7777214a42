"""HiClass on the split that the example `hisco` wrote: same features and classifier as in peers.py. Argument: the folder."""
import csv
import pathlib
import sys
import time

import numpy
from hiclass import LocalClassifierPerParentNode
from sklearn.svm import LinearSVC

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import peers  # noqa: E402

folder = pathlib.Path(sys.argv[1])


def read(name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def path_of(code):
    return [code[:1], code[:2], code[:3], code]


train, test = read("train.tsv"), read("test.tsv")
started = time.time()
features = peers.features()
x = features.fit_transform([row["text"] for row in train])
model = LocalClassifierPerParentNode(LinearSVC(C=1.0, dual=True, tol=0.01, max_iter=200), n_jobs=1)
model.fit(x, numpy.array([path_of(row["hisco"]) for row in train]))
trained = time.time() - started
found = [path[-1] for path in model.predict(features.transform([row["text"] for row in test]))]
shares = [
    sum(f[:digits] == row["hisco"][:digits] for f, row in zip(found, test)) / len(test) for digits in (1, 2, 3, 5)
]
print(f"| HiClass | {len(train)} | {len(test)} | " + " | ".join(f"{s:.3f}" for s in shares) + f" | {trained:.1f} s |")
