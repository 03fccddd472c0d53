#!/usr/bin/python3
"""Independent values for the tests of stage 09-babysitting.

Shares no line with the C++ solution: NumPy for norms, histograms, running means and pictures, and a
training loop in exact rational numbers for what train writes down. Prints the numbers that the
tests carry. Needs Debian's python3-numpy (/usr/bin/python3); no test needs it.
"""

from fractions import Fraction

import numpy as np


def update_ratios():
    print("update_ratio")
    before = [np.array([[3.0, 0], [0, 4]]), -np.ones((3, 4))]
    after = [b.copy() for b in before]
    after[0] += [[0.03, 0], [0, 0.04]]
    after[1][1, 2] += 0.06
    print("  ", [float(np.linalg.norm(a - b) / np.linalg.norm(b)) for a, b in zip(after, before)])
    # The public tests: ‖before‖ = 10, ‖update‖ = 0.05.
    W, step = np.array([[6.0, 0], [0, 8]]), np.array([[0, 0.05], [0, 0]])
    print("   public:", float(np.linalg.norm(step) / np.linalg.norm(W)),
          "spectral:", float(np.linalg.norm(step, 2) / np.linalg.norm(W, 2)))


def histograms():
    print("layer_histograms: edges, counts, mean, deviation, zeros, not finite")
    cases = [
        ([[0, 1.5, 2.2], [0, 4, 0.3]], 4), ([[-1, 1, 0.25, -0.5]], 4),
        ([[0.01, -0.03], [0.02, 0.005]], 4), ([[7, 3], [7, 11], [4, 9.5]], 4),
        ([[0, -1e-300, 1e-300, 4]], 2), (np.full((3, 4), 3.0), 5),
        ([[1, np.nan, 3], [np.inf, 0, -np.inf]], 3), ([[np.inf, -2, 2, 2]], 3), ([[5, np.nan]], 3),
        ([[1, 2, 5]], 1), ([[-4]], 1),
    ]
    for matrix, bins in cases:
        values = np.array(matrix, dtype=float).ravel()
        finite = values[np.isfinite(values)]
        counts, edges = np.histogram(finite, bins=bins)
        print("  ", edges.tolist(), counts.tolist(), float(finite.mean()), float(finite.std()),
              float(np.mean(values == 0)), int(np.sum(~np.isfinite(values))))


def smoothing():
    print("smooth")
    values = [6.0, 2, 4, 12, -3, 9]
    for window in (2, 3, 4):
        print("   window", window,
              [float(np.mean(values[max(0, i - window + 1):i + 1])) for i in range(len(values))])


def pictures():
    print("weights_to_images")
    W = np.array([[0, 10], [1, 8], [2, 6], [3, 4], [4, 2], [5, 0]], dtype=float)
    for j in range(2):
        w = W[:, j].reshape(1, 2, 3)  # channels, rows, columns
        print("  ", ((w - w.min()) / (w.max() - w.min())).tolist())


def training():
    """Batches of 4, 4 and 2 examples, losses of 1, 1 and 5: only the sizes matter."""
    print("train")
    sizes, losses = [4, 4, 2], [1, 1, 5]
    mean = sum(Fraction(s * l) for s, l in zip(sizes, losses)) / sum(sizes)
    print("   weighted by size:", float(mean), " unweighted:", float(np.mean(losses)))
    sizes, losses = [4, 1], [1, 5]
    print("   two batches:", float(sum(Fraction(s * l) for s, l in zip(sizes, losses)) / 5))
    rates = [Fraction(2) * Fraction(9, 10) ** e for e in range(6)]
    print("   learning rates:", [float(r) for r in rates])
    for examples, size, iterations in ((10, 4, 8), (7, 5, 5), (50000, 128, 390)):
        seen, whole = 0, 0
        for _ in range(iterations):
            seen += min(size, examples - seen)
            if seen == examples:
                whole, seen = whole + 1, 0
        print(f"   {iterations} iterations of {size} of {examples}: {float(whole + Fraction(seen, examples))}")


if __name__ == "__main__":
    update_ratios()
    histograms()
    smoothing()
    pictures()
    training()
