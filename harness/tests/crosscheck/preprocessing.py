#!/usr/bin/python3
"""Independent values for the tests of stage 03-preprocessing.

Shares no line with the C++ solution: means, standard deviations and covariances are computed from
their definitions in exact fractions, eigenvectors by NumPy; all are compared with scikit-learn
(StandardScaler, MinMaxScaler, PCA, PCA(whiten=True)) and NumPy. Prints the numbers that the tests
carry. Needs Debian's python3-numpy and python3-sklearn (/usr/bin/python3); no test needs it.
"""

from fractions import Fraction

import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

# The data that the hand-written tests use: N = 5, D = 4, and three examples of a test split.
TRAIN = [["2.5", "-1", "0.25", "10"],
         ["0.5", "3", "0.75", "12"],
         ["-1.5", "2", "-0.5", "11"],
         ["4", "-2.5", "1.5", "9"],
         ["3", "0.5", "-1", "13.5"]]
TEST = np.array([[1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 0.0, 0.0], [2.5, -1.0, 0.25, 10.0]])
EPSILON = 0.5


def columns(rows):
    return list(zip(*[[Fraction(x) for x in row] for row in rows]))


def mean(numbers):
    return sum(numbers) / len(numbers)


def show(name, matrix):
    print(f"\n{name}")
    for row in np.atleast_2d(np.array(matrix, dtype=float)):
        print("   {" + ", ".join(f"{x + 0.0:.13g}" for x in row) + "},")


def main():
    features = columns(TRAIN)
    x = np.array([[float(Fraction(v)) for v in row] for row in TRAIN])
    n, d = x.shape

    # subtract_mean
    means = [mean(f) for f in features]
    show("mean per feature", means)
    show("mean of everything", mean([v for f in features for v in f]))
    show("mean per channel, 2 channels of 2 columns",
         [mean(features[0] + features[1]), mean(features[2] + features[3])])
    np.testing.assert_allclose(np.array(means, dtype=float), x.mean(axis=0), rtol=1e-14)
    channels = x.reshape(n, 2, 2).mean(axis=(0, 2))  # planes: channel first, as in CIFAR-10
    np.testing.assert_allclose(channels, [float(mean(features[0] + features[1])),
                                          float(mean(features[2] + features[3]))], rtol=1e-14)

    # standardize
    variances = [mean([(v - mean(f)) ** 2 for v in f]) for f in features]
    deviations = np.sqrt(np.array(variances, dtype=float))
    show("standard deviations (N)", deviations)
    scaler = StandardScaler().fit(x)
    np.testing.assert_allclose(scaler.scale_, deviations, rtol=1e-14)
    np.testing.assert_allclose(scaler.transform(TEST), (TEST - x.mean(0)) / deviations, rtol=1e-13)
    show("standardized test split", scaler.transform(TEST))
    constant = StandardScaler().fit(np.full((7, 2), [0.1, 1e8 + 0.1]))
    np.testing.assert_array_equal(constant.scale_, [1, 1])  # scikit-learn's rule for constants, too
    print("   plain standard deviation of seven times 0.1:", np.full(7, 0.1).std())

    # scale_to_range
    low, high = [min(f) for f in features], [max(f) for f in features]
    show("middle", [(a + b) / 2 for a, b in zip(low, high)])
    show("half the range", [(b - a) / 2 for a, b in zip(low, high)])
    ranged = MinMaxScaler((-1, 1)).fit(x)
    middle = np.array([(a + b) / 2 for a, b in zip(low, high)], dtype=float)
    half = np.array([(b - a) / 2 for a, b in zip(low, high)], dtype=float)
    np.testing.assert_allclose(ranged.transform(TEST), (TEST - middle) / half, rtol=1e-13,
                               atol=1e-14)

    # covariance
    cov = [[mean([(a - mean(f)) * (b - mean(g)) for a, b in zip(f, g)]) for g in features]
           for f in features]
    show("covariance (N)", cov)
    cov = np.array(cov, dtype=float)
    np.testing.assert_allclose(cov, np.cov(x.T, bias=True), rtol=1e-13, atol=1e-14)

    # pca_fit: eigenvalues, and the projectors u uᵀ, which know no sign
    values, vectors = np.linalg.eigh(cov)
    values, vectors = values[::-1], vectors[:, ::-1]
    pca = PCA().fit(x)
    np.testing.assert_allclose(values, pca.explained_variance_ * (n - 1) / n, rtol=1e-12)
    for j in range(d):
        np.testing.assert_allclose(np.outer(vectors[:, j], vectors[:, j]),
                                   np.outer(pca.components_[j], pca.components_[j]), atol=1e-12)
    show("eigenvalues", values)
    for j in range(2):
        show(f"projector of axis {j + 1}", np.outer(vectors[:, j], vectors[:, j]))
    show("explained variance, k = 1 ... 4", np.cumsum(values) / values.sum())
    np.testing.assert_allclose(np.cumsum(values) / values.sum(),
                               np.cumsum(pca.explained_variance_ratio_), rtol=1e-12)

    # Projection, reconstruction, whitening with a PCA that can be written down: axes of 3-4-5
    # triangles, D = 3.
    u = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0.0], [0.48, 0.64, 0.6]]).T
    np.testing.assert_allclose(u.T @ u, np.eye(3), atol=1e-15)
    m = np.array([1.0, -2.0, 0.5])
    lam = np.array([8.5, 1.75, 0.0])
    given = np.array([[2.0, 0.0, 1.0], [-3.0, 1.5, 4.0]])
    show("projected, k = 2", (given - m) @ u[:, :2])
    show("projected, k = 3", (given - m) @ u)
    show("reconstructed, k = 2", (given - m) @ u[:, :2] @ u[:, :2].T + m)
    show(f"whitened, epsilon = {EPSILON}", (given - m) @ u / np.sqrt(lam + EPSILON))
    show("whitened, rotated back", (given - m) @ u / np.sqrt(lam + EPSILON) @ u.T)
    # scikit-learn whitens with N - 1 and without epsilon: the same where these do not matter.
    sk = PCA(whiten=True).fit(x)
    ours = (x - x.mean(0)) @ vectors / np.sqrt(values)
    np.testing.assert_allclose(np.abs(sk.transform(x)), np.abs(ours) * np.sqrt((n - 1) / n),
                               rtol=1e-10)
    # Zero-phase whitening is the symmetric one: its matrix is the inverse root of the covariance.
    root = vectors / np.sqrt(values) @ vectors.T
    np.testing.assert_allclose(root @ root @ cov, np.eye(d), atol=1e-10)
    print("\nall agree with scikit-learn and NumPy")


if __name__ == "__main__":
    main()
