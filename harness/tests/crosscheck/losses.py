#!/usr/bin/python3
"""Independent values for the tests of stage 07-losses.

Shares no line and no trick with the C++ solution: each loss is written from its definition and
evaluated in 60 decimal digits, where nothing overflows and nothing is lost, and gradients are
differences of the value alone. Where scikit-learn or SciPy has the loss, the value is compared with
theirs. Prints the numbers that the tests carry. Needs Debian's python3-numpy, python3-scipy and
python3-sklearn (/usr/bin/python3); no test needs it.
"""

from decimal import Decimal, getcontext

import numpy as np
from scipy.special import log_expit, log_softmax
from sklearn.metrics import hinge_loss, log_loss, mean_absolute_error, mean_squared_error

getcontext().prec = 60

# The batch that the hand-written tests use: N = 3, C = 5.
SCORES = np.array([[1.5, -0.5, 2.0, 0.25, -1.0],
                   [0.3, 0.8, -0.6, 1.1, 0.9],
                   [-2.0, 0.4, 3.2, -0.1, 0.7]])
LABELS = [2, 0, 4]
SIGNS = np.array([[1, -1, 1, -1, 1], [-1, -1, 1, 1, -1], [1, 1, -1, -1, 1]])
TARGETS = np.array([[1.0, 0.5, 2.5, -0.25, -3.0],
                    [0.2, 0.9, 0.6, 1.0, -0.1],
                    [-1.5, 0.9, 0.2, 0.9, 1.7]])
# Four inner nodes, five leaves: 0 is the root, 3 hangs left of it, 1 right, 2 below 3.
PATHS = [([0, 3, 2], [1, 1, 1]), ([0, 3, 2], [1, 1, -1]), ([0, 3], [1, -1]),
         ([0, 1], [-1, 1]), ([0, 1], [-1, -1])]
TASK_LOSS = np.array([[0.25, 1.0, 0.0, 1.0, 2.0],
                      [0.0, 0.25, 4.0, 1.0, 1.0],
                      [1.0, 3.5, 0.5, 2.0, 0.0]])
LARGE = np.array([[1000.0, -500.0, 300.0], [-2000.0, 800.0, 900.5]])
LARGE_LABELS = [0, 0]


def dec(x):
    """The exact value of a double."""
    return Decimal(float(x))


def per_example_svm(row, y, delta=1.0, power=1):
    """Weston and Watkins, from the definition."""
    return sum(max(Decimal(0), dec(s) - dec(row[y]) + dec(delta)) ** power
               for j, s in enumerate(row) if j != y)


def per_example_softmax(row, y):
    return sum((dec(s) - dec(row[y])).exp() for s in row).ln()


def per_example_tree(row, path):
    nodes, turns = path
    return sum((1 + (-dec(turn) * dec(row[node])).exp()).ln() for node, turn in zip(nodes, turns))


def per_example_attributes(row, signs):
    return sum(max(Decimal(0), 1 - dec(t) * dec(s)) for s, t in zip(row, signs))


def per_example_logistic(row, targets):
    return sum((1 + (-dec(s) if t else dec(s)).exp()).ln() for s, t in zip(row, targets))


def per_example_square(row, targets):
    return sum((dec(f) - dec(y)) ** 2 for f, y in zip(row, targets))


def per_example_absolute(row, targets):
    return sum(abs(dec(f) - dec(y)) for f, y in zip(row, targets))


def per_example_structured(row, costs, y):
    return max(dec(s) + dec(c) for s, c in zip(row, costs)) - dec(row[y])


def mean(per_example, scores, *truth):
    values = [per_example(row, *(t[i] for t in truth)) for i, row in enumerate(scores)]
    return sum(values) / len(values)


def slope(loss, scores):
    """Central differences in 60 digits: exact to about 20 for smooth and piecewise linear losses."""
    h = 2.0 ** -30  # scores ± h are exact in a double for the sizes used here
    gradient = np.zeros_like(scores)
    for place in np.ndindex(scores.shape):
        up, down = scores.copy(), scores.copy()
        up[place] += h
        down[place] -= h
        gradient[place] = float((loss(up) - loss(down)) / (dec(up[place]) - dec(down[place])))
    return gradient


def show(name, loss, scores):
    print(f"\n{name}: loss = {float(loss(scores)):.15g}")
    for row in slope(loss, scores):
        print("   {" + ", ".join(f"{x + 0.0:.12g}" for x in row) + "},")
    return float(loss(scores))


def agree(ours, theirs, who):
    assert abs(ours - theirs) < 1e-12 * max(1, abs(theirs)), (who, ours, theirs)
    print(f"   agrees with {who}: {theirs:.15g}")


def main():
    np.seterr(all="raise")
    show("svm_loss", lambda s: mean(per_example_svm, s, LABELS), SCORES)
    show("svm_loss, delta 2.25",
         lambda s: mean(lambda r, y: per_example_svm(r, y, 2.25), s, LABELS), SCORES)
    show("svm_loss, large", lambda s: mean(per_example_svm, s, LARGE_LABELS), LARGE)
    show("squared_hinge_loss",
         lambda s: mean(lambda r, y: per_example_svm(r, y, 1.0, 2), s, LABELS), SCORES)
    show("squared_hinge_loss, delta 2.25",
         lambda s: mean(lambda r, y: per_example_svm(r, y, 2.25, 2), s, LABELS), SCORES)
    show("squared_hinge_loss, large",
         lambda s: mean(lambda r, y: per_example_svm(r, y, 1.0, 2), s, LARGE_LABELS), LARGE)

    # scikit-learn has the multiclass hinge of Crammer and Singer only: equal for two classes.
    two = SCORES[:, :2]
    agree(float(mean(per_example_svm, two, [1, 0, 1])),
          hinge_loss([1, 0, 1], two[:, 1] - two[:, 0]), "sklearn.hinge_loss (two classes)")

    value = show("softmax_loss", lambda s: mean(per_example_softmax, s, LABELS), SCORES)
    agree(value, -log_softmax(SCORES, axis=1)[range(3), LABELS].mean(), "scipy log_softmax")
    agree(value, log_loss(LABELS, np.exp(log_softmax(SCORES, axis=1)), labels=range(5)),
          "sklearn.log_loss")
    show("softmax_loss, large", lambda s: mean(per_example_softmax, s, LARGE_LABELS), LARGE)

    show("hierarchical_softmax_loss",
         lambda s: mean(per_example_tree, s, [PATHS[y] for y in LABELS]), SCORES[:, :4])
    for row in SCORES[:, :4]:  # the classes' probabilities must sum to 1
        total = sum((-per_example_tree(row, path)).exp() for path in PATHS)
        assert abs(total - 1) < Decimal("1e-50"), total

    show("attribute_hinge_loss", lambda s: mean(per_example_attributes, s, SIGNS), SCORES)
    show("attribute_hinge_loss, large",
         lambda s: mean(per_example_attributes, s, SIGNS[:2, :3]), LARGE)
    yes = (SIGNS + 1) // 2
    value = show("logistic_loss", lambda s: mean(per_example_logistic, s, yes), SCORES)
    agree(value, -(log_expit(SIGNS * SCORES)).sum() / 3, "scipy log_expit")
    agree(value, sum(log_loss(yes[:, j], 1 / (1 + np.exp(-SCORES[:, j]))) for j in range(5)),
          "sklearn.log_loss, summed over the attributes")
    show("logistic_loss, large", lambda s: mean(per_example_logistic, s, yes[:2, :3]), LARGE)

    value = show("l2_regression_loss", lambda s: mean(per_example_square, s, TARGETS), SCORES)
    agree(value, 5 * mean_squared_error(TARGETS, SCORES), "5 x sklearn.mean_squared_error")
    value = show("l1_regression_loss", lambda s: mean(per_example_absolute, s, TARGETS), SCORES)
    agree(value, 5 * mean_absolute_error(TARGETS, SCORES), "5 x sklearn.mean_absolute_error")

    show("structured_hinge_loss",
         lambda s: mean(per_example_structured, s, TASK_LOSS, LABELS), SCORES)

    edges = np.array([-1.0, 0.0, 0.5, 4.0])
    targets = np.array([-7.0, -1.0, -0.5, 0.0, 0.25, 0.5, 3.999, 4.0, 1e6])
    print("\nbin_targets:", np.digitize(targets, edges).tolist())

    print("\nat chance, 10 classes: softmax", Decimal(10).ln(), " logistic", 10 * Decimal(2).ln())
    # Softmax scores of variance v: ln C + ½·v·(1 - 1/C). Hinge: (C - 1)·[Φ(1/τ) + ...].
    rng = np.random.default_rng(0)
    s = rng.normal(0, 0.3, (200000, 10))
    print("softmax at spread 0.3:", -log_softmax(s, axis=1)[:, 0].mean(), "expected",
          np.log(10) + 0.5 * 0.09 * 0.9)


if __name__ == "__main__":
    main()
