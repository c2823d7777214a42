#!/usr/bin/env python3
"""Makes linear_svc.tsv: the reference solution for the test of solver.rs.

scikit-learn 1.9.1, numpy 2.4.6 (its LinearSVC is liblinear's dual coordinate descent):

    pip install scikit-learn==1.9.1 numpy==2.4.6 && python make.py > linear_svc.tsv
"""
import numpy
from sklearn.svm import LinearSVC

random = numpy.random.default_rng(7)
rows, features = 60, 8
x = numpy.round(random.normal(size=(rows, features)) * (random.random((rows, features)) < 0.5), 3)
y = numpy.where(x @ random.normal(size=features) + 0.4 * random.normal(size=rows) > 0.2, 1, -1)
weight = numpy.round(random.uniform(0.3, 2.0, size=rows), 2)
model = LinearSVC(C=0.7, loss="squared_hinge", dual=True, tol=1e-10, max_iter=1_000_000, intercept_scaling=1.0)
model.fit(x, y, sample_weight=weight)
print("# LinearSVC, C = 0.7: label, weight, features; the last line holds the weights and the intercept")
for row, label, w in zip(x, y, weight):
    print(label, w, *row, sep="\t")
print("solution", "", *[f"{v:.8f}" for v in model.coef_[0]], f"{model.intercept_[0]:.8f}", sep="\t")
