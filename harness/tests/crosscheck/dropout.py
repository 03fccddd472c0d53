#!/usr/bin/python3
"""Independent values for the tests of stage 06-dropout.

Shares no line with the C++ solution: everything is written from its definition in exact rational
numbers, and gradients are central differences of the value alone. Those are exact here, too: every
function is piecewise linear or quadratic in each single parameter. The convention of the elastic net
is compared with scikit-learn's. Expectations are exact sums over all masks of a small layer. Prints
the numbers that the tests carry. Needs Debian's python3-numpy and python3-sklearn
(/usr/bin/python3); no test needs it.
"""

from fractions import Fraction
from itertools import product

import numpy as np
from sklearn.linear_model import ElasticNet
from sklearn.preprocessing import normalize


def exact(rows):
    """Rational numbers as they are written, 0.3 = 3/10."""
    return [[Fraction(str(v)) for v in row] for row in rows]


# The two layers of the hand-written tests: 3 -> 2 -> 4.
W1 = exact([[0.5, -1.25], [2.0, 0.75], [-0.3, 1.1]])
W2 = exact([[-0.6, 0.2, 1.5, -2.4], [0.9, -0.05, 3.0, 0.35]])

# A matrix with columns of length 5, 0.5, 0, 13 and sqrt(2).
COLUMNS = np.array([[3.0, 0.3, 0.0, -5.0, 1.0], [-4.0, 0.4, 0.0, 12.0, -1.0]])

# A DropConnect layer: N = 2, D = 3, M = 4, keep_prob = 0.8.
X = exact([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])
W = exact([[0.4, -0.6, 1.0, 0.2], [-1.5, 0.8, 0.3, 2.0], [0.7, 1.2, -0.9, -0.1]])
B = exact([[0.1, -0.2, 0.3, 0.5]])
KEPT = [[1, 0, 1, 1], [1, 1, 0, 1], [0, 1, 1, 1]]
DOUT = exact([[0.5, -1.0, 2.0, 0.3], [-0.7, 0.4, 1.1, -0.2]])


def show(name, rows):
    print(f"  {name}:", [[float(v) for v in row] for row in rows])


def gradient(f, block):
    """Central differences of f() in each entry of a block, which f reads."""
    h = Fraction(1, 1000)
    result = []
    for row in block:
        result.append([])
        for j, value in enumerate(row):
            row[j] = value + h
            above = f()
            row[j] = value - h
            below = f()
            row[j] = value
            result[-1].append((above - below) / (2 * h))
    return result


def penalty(name, of_weight):
    def loss():
        return sum(of_weight(w) for layer in (W1, W2) for row in layer for w in row)

    print(f"{name}: loss {float(loss())}")
    show("gradient on W1", gradient(loss, W1))
    show("gradient on W2", gradient(loss, W2))
    return float(loss())


def dropconnect():
    """out = x (W * mask) + b, entry by entry."""
    scale = Fraction(10, 8)
    return [[sum(X[i][d] * W[d][m] * KEPT[d][m] * scale for d in range(3)) + B[0][m]
             for m in range(4)] for i in range(2)]


def against_dout():
    out = dropconnect()
    return sum(out[i][m] * DOUT[i][m] for i in range(2) for m in range(4))


def main():
    lambda1, lambda2 = Fraction(3, 10), Fraction(8, 100)
    penalty("l2_penalty, lambda 0.3", lambda w: lambda1 / 2 * w * w)
    penalty("l1_penalty, lambda 0.3", lambda w: lambda1 * abs(w))
    elastic = penalty("elastic_net_penalty, 0.3 and 0.08",
                      lambda w: lambda1 * abs(w) + lambda2 / 2 * w * w)
    # scikit-learn: alpha·l1_ratio·|w| + ½·alpha·(1 - l1_ratio)·w², so lambda1 = alpha·l1_ratio
    # and lambda2 = alpha·(1 - l1_ratio).
    model = ElasticNet(alpha=0.38, l1_ratio=0.3 / 0.38)
    flat = np.array([float(w) for layer in (W1, W2) for row in layer for w in row])
    theirs = (model.alpha * model.l1_ratio * np.abs(flat).sum()
              + 0.5 * model.alpha * (1 - model.l1_ratio) * (flat ** 2).sum())
    assert abs(theirs - elastic) < 1e-12, (theirs, elastic)

    directions = normalize(COLUMNS, axis=0)
    lengths = np.sqrt((COLUMNS ** 2).sum(axis=0))
    print("max_norm_project, c = 2: lengths", lengths)
    print(np.array2string(np.where(lengths > 2, 2 * directions, COLUMNS), precision=15))

    print("DropConnect, keep_prob 0.8:")
    show("out", dropconnect())
    show("dx", gradient(against_dout, X))
    show("dW", gradient(against_dout, W))
    show("db", gradient(against_dout, B))

    # Dropout is not linear behind a ReLU: the mean over all masks of a small network. One example,
    # four inputs of 1, weights (1, 1, 1, -2), bias -1, inverted dropout on the inputs, p = 3/4.
    p, weights = Fraction(3, 4), [1, 1, 1, -2]
    mean = square = Fraction(0)
    for kept in product([0, 1], repeat=4):
        probability = Fraction(1)
        for k in kept:
            probability *= p if k else 1 - p
        value = max(Fraction(0), sum(w * k for w, k in zip(weights, kept)) / p - 1)
        mean += probability * value
        square += probability * value ** 2
    print(f"Monte Carlo: mean over all masks {mean} = {float(mean)}, "
          f"variance {float(square - mean ** 2)}, largest {float(3 / p - 1)}, without masks "
          f"{max(0, sum(weights) - 1)}")


if __name__ == "__main__":
    main()
