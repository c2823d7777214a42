#!/usr/bin/env python3
"""Writes a large file of answers for timing: million.py RECORDS [--repeated] > FILE

The answers are those of samples/labour-force.csv, each title with other tasks and a made-up word or two, so that nearly all
are distinct; with --repeated every answer occurs about a hundred times, as in real files. Seeded: the same every time.
"""
import csv
import pathlib
import random
import sys

count = int(sys.argv[1])
distinct = count if "--repeated" not in sys.argv else max(count // 100, 1)
source = pathlib.Path(__file__).parents[2] / "samples" / "labour-force.csv"
rows = list(csv.DictReader(open(source, encoding="utf-8", newline="")))
titles = [row["job_title"] for row in rows if row["job_title"].strip()]
tasks = [row["tasks"] for row in rows if row["tasks"].strip()]
places = ["mine", "hospital", "school", "shop", "office", "farm", "factory", "warehouse", "council", "site", "home", "club"]
random.seed(1)


def answer():
    title, task = random.choice(titles), random.choice(tasks)
    extra = f"{random.choice(places)} {random.randint(1, 9999)}"
    if random.random() < 0.25:
        return title + " " + extra, ""
    return title, task + ", " + extra


pool = [answer() for _ in range(distinct)] if distinct < count else None
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["id", "job_title", "tasks", "weight"])
for number in range(count):
    title, task = random.choice(pool) if pool else answer()
    out.writerow([number, title, task, f"{random.uniform(100, 900):.1f}"])
