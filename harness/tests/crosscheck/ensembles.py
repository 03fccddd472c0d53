#!/usr/bin/python3
"""Independent values for the tests of stage 11-ensembles.

Shares no line with the C++ solution: averages and moving averages are exact rational numbers,
logarithms and cosines are NumPy's, and the distillation loss is PyTorch's (kl_div plus the entropy of
the teacher, and cross_entropy), its gradient PyTorch's autograd. The value without PyTorch, as a sum
written out, is compared with it. Prints the numbers that the tests carry. Needs Debian's
python3-numpy and python3-torch (/usr/bin/python3); no test needs it.
"""

from fractions import Fraction
from itertools import combinations

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
np.set_printoptions(precision=15, linewidth=120)


def exact(rows):
    """Rational numbers as they are written, 0.3 = 3/10."""
    return [[Fraction(str(v)) for v in row] for row in rows]


def show(name, rows):
    print(f"  {name}:", [[float(v) for v in row] for row in rows])


def average(members, weights):
    total = sum(weights)
    rows, cols = len(members[0]), len(members[0][0])
    return [[sum(w * m[i][j] for w, m in zip(weights, members)) / total for j in range(cols)]
            for i in range(rows)]


def averaging():
    members = [exact(m) for m in ([[0.7, 0.2, 0.1], [0.05, 0.15, 0.8]],
                                  [[0.1, 0.65, 0.25], [0.3, 0.3, 0.4]],
                                  [[0.0, 0.55, 0.45], [0.9, 0.04, 0.06]])]
    print("average_probabilities:")
    show("equal weights", average(members, [1, 1, 1]))
    show("weights 2, 0.5, 1.5", average(members, [Fraction(2), Fraction(1, 2), Fraction(3, 2)]))
    show("weights 9, 1, 1", average(members, [9, 1, 1]))

    sure = np.array([[0.001, 0.999], [0.9, 0.1], [0.9, 0.1]])
    logits = np.log(sure).mean(axis=0)
    print("  one nearly certain member: averaged", sure.mean(axis=0), "averaged logits",
          np.exp(logits) / np.exp(logits).sum())


def report():
    members = np.array([[[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.2, 0.7], [0.8, 0.1, 0.1]],
                        [[0.5, 0.4, 0.1], [0.1, 0.6, 0.3], [0.3, 0.4, 0.3], [0.2, 0.3, 0.5]],
                        [[0.2, 0.2, 0.6], [0.3, 0.4, 0.3], [0.25, 0.25, 0.5], [0.3, 0.4, 0.3]]])
    labels = np.array([0, 1, 2, 2])
    mean = members.mean(axis=0)
    at = np.arange(4)
    decisions = members.argmax(axis=2)
    accuracies = (decisions == labels).mean(axis=1)
    losses = -np.log(members[:, at, labels]).mean(axis=1)
    pairs = [(decisions[k] != decisions[m]).mean() for k, m in combinations(range(3), 2)]
    print("ensemble_report: decisions", decisions.tolist(), "together", mean.argmax(axis=1).tolist())
    print(f"  mean accuracy {accuracies.mean()!r}, best {accuracies.max()!r}, "
          f"together {(mean.argmax(axis=1) == labels).mean()!r}")
    print(f"  mean log loss {losses.mean()!r}, together {-np.log(mean[at, labels]).mean()!r}, "
          f"disagreement {np.mean(pairs)!r} = {12 * np.mean(pairs):.6f}/12")


def cosine():
    t = np.arange(8) % 5
    print("snapshot_learning_rate, 5 steps per cycle, from 0.3:")
    print(" ", (0.15 * (1 + np.cos(np.pi * t / 5))).tolist())
    for steps in (2, 6, 11):
        total = sum(0.5 * (1 + np.cos(np.pi * k / steps)) for k in range(steps))
        assert abs(total - (steps + 1) / 2) < 1e-12  # the sum of a cycle's rates, per largest rate


def moving_average():
    decay, total, weight = Fraction(4, 5), [Fraction(0), Fraction(0)], Fraction(0)
    for seen in ((2, 8), (-4, 0), (4, 5)):
        total = [decay * a + (1 - decay) * b for a, b in zip(total, seen)]
        weight = decay * weight + (1 - decay)
    assert weight == 1 - decay ** 3
    print("update_average, decay 0.8:", [float(v) for v in total], float(weight), "average",
          [float(v / weight) for v in total])


def noisy_minimum(rate, decay):
    """Variances of one coordinate of SGD on a quadratic, and of its moving average."""
    raw = rate / (2 - rate)
    a = 1 - rate
    averaged = raw * (1 - decay) / (1 + decay) * (1 + a * decay) / (1 - a * decay)
    # The same by a long sum over lags.
    lags = np.arange(1, 20000)
    summed = raw * (1 - decay) / (1 + decay) * (1 + 2 * np.sum((a * decay) ** lags))
    assert abs(summed - averaged) < 1e-12
    print(f"rate {rate}, decay {decay}: raw {raw:.6f}, averaged {averaged:.6f}, "
          f"ratio {raw / averaged:.1f}")


def distillation():
    student = torch.tensor([[1.5, -0.5, 0.25, 2.0], [-1.0, 0.75, 3.0, 0.5], [0.1, 0.2, -0.3, 0.0]])
    teacher = torch.tensor([[4.0, 0.5, -1.0, 3.5], [0.0, 2.5, 5.0, -2.0], [1.0, -1.0, 0.5, 2.0]])
    labels = torch.tensor([0, 2, 3])
    print("softened_probabilities of the teacher:")
    for temperature in (1.0, 2.5, 10.0):
        print(f"  T = {temperature}:", F.softmax(teacher / temperature, dim=1).tolist())
    for temperature, soft_weight in ((2.5, 0.7), (1.0, 0.5), (8.0, 1.0), (3.0, 0.0)):
        s = student.clone().requires_grad_()
        p = F.softmax(teacher / temperature, dim=1)
        log_q = F.log_softmax(s / temperature, dim=1)
        entropy = -(p * p.log()).sum(dim=1).mean()
        soft = F.kl_div(log_q, p, reduction="batchmean") + entropy
        hard = F.cross_entropy(s, labels)
        loss = soft_weight * temperature ** 2 * soft + (1 - soft_weight) * hard
        loss.backward()
        by_hand = 0.0
        for i in range(3):
            q = np.exp(student[i].numpy() / temperature)
            q /= q.sum()
            t = np.exp(teacher[i].numpy() / temperature)
            t /= t.sum()
            plain = np.exp(student[i].numpy())
            plain /= plain.sum()
            by_hand -= soft_weight * temperature ** 2 * (t * np.log(q)).sum() / 3
            by_hand -= (1 - soft_weight) * np.log(plain[labels[i]]) / 3
        assert abs(by_hand - loss.item()) < 1e-12
        print(f"distill_loss, T = {temperature}, soft_weight = {soft_weight}: {loss.item()!r}")
        print("  ", s.grad.tolist())


def main():
    averaging()
    report()
    cosine()
    moving_average()
    noisy_minimum(0.2, 0.99)
    noisy_minimum(0.2, 0.98)
    distillation()


if __name__ == "__main__":
    main()
