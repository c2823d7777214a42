"""HiClass and fastText from CSV to CSV, for comparing with `occudesk code`; called by tests/bench/speed.

    speed.py train hiclass|fasttext FOLDER    trains on FOLDER/all.tsv and keeps the model in FOLDER
    speed.py code hiclass|fasttext FOLDER INPUT OUTPUT
"""
import csv
import pathlib
import pickle
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import peers  # noqa: E402

BATCH = 20000


def train(name, folder):
    answers = peers.read(folder / "all.tsv")
    peer = peers.Hierarchical() if name == "hiclass" else peers.FastText()
    peer.fit(answers)
    if name == "hiclass":
        with open(folder / "hiclass.pickle", "wb") as file:
            pickle.dump(peer, file)
    else:
        peer.model.save_model(str(folder / "fasttext.bin"))


def load(name, folder):
    if name == "hiclass":
        with open(folder / "hiclass.pickle", "rb") as file:
            return pickle.load(file)
    import fasttext

    peer = peers.FastText()
    peer.model = fasttext.load_model(str(folder / "fasttext.bin"))
    return peer


def code(name, folder, source, target):
    peer = load(name, folder)
    with open(source, encoding="utf-8", newline="") as read, open(target, "w", encoding="utf-8", newline="") as write:
        reader = csv.DictReader(read)
        writer = csv.writer(write)
        writer.writerow([*reader.fieldnames, "code"])
        batch = []

        def flush():
            texts = [{"title": row["job_title"], "tasks": row["tasks"]} for row in batch]
            for row, found in zip(batch, peer.predict(texts) if batch else []):
                writer.writerow([*row.values(), found])
            batch.clear()

        for row in reader:
            batch.append(row)
            if len(batch) == BATCH:
                flush()
        flush()


if __name__ == "__main__":
    if sys.argv[1] == "train":
        train(sys.argv[2], pathlib.Path(sys.argv[3]))
    else:
        code(sys.argv[2], pathlib.Path(sys.argv[3]), sys.argv[4], sys.argv[5])
