#!/usr/bin/python3
"""The same training as training.cpp in NumPy, in place where NumPy can: EXAMPLES INPUTS HIDDEN CLASSES BATCH EPOCHS."""

import json
import sys
import time

import numpy as np

examples, inputs, hidden, classes, batch, epochs = map(int, sys.argv[1:7])
rng = np.random.default_rng(0)
y = rng.integers(0, classes, examples)
X = rng.standard_normal((examples, inputs)) + 0.1 * y[:, None]
p = [rng.standard_normal((inputs, hidden)) * np.sqrt(2 / inputs), np.zeros((1, hidden)),
     rng.standard_normal((hidden, classes)) * np.sqrt(2 / hidden), np.zeros((1, classes))]
v = [np.zeros_like(w) for w in p]


def epoch():
    order = rng.permutation(examples)
    total = 0.0
    for begin in range(0, examples, batch):
        which = order[begin:begin + batch]
        x, labels = X[which], y[which]
        n = len(which)
        z = x @ p[0]
        z += p[1]
        a = np.maximum(z, 0)
        scores = a @ p[2]
        scores += p[3]
        scores -= scores.max(axis=1, keepdims=True)
        e = np.exp(scores)
        s = e.sum(axis=1, keepdims=True)
        total += (np.log(s[:, 0]) - scores[np.arange(n), labels]).sum()
        e /= s
        e[np.arange(n), labels] -= 1
        e /= n
        dz = e @ p[2].T
        dz *= z > 0
        gradients = [x.T @ dz, dz.sum(axis=0, keepdims=True), a.T @ e, e.sum(axis=0, keepdims=True)]
        for w, g, velocity in zip(p, gradients, v):
            velocity *= 0.9
            g *= 1e-3
            velocity -= g
            w += velocity
    return total / examples


epoch()  # warm
start = time.perf_counter()
losses = [epoch() for _ in range(epochs)]
seconds = time.perf_counter() - start
print(json.dumps({"examples_per_second": round(epochs * examples / seconds),
                  "first_loss": losses[0], "last_loss": losses[-1]}))
