#!/usr/bin/python3
"""Independent values for the tests of stage 04-initialization.

The statistics of small nets come from forward passes alone: a gradient is the change of the loss
when one activation gets a tiny imaginary part, which is exact to the last digit and knows nothing of
backpropagation. The second half checks what the statistical tests lean on: how much chance moves the
flow through many layers, how often two sparse neurons choose the same input, and that twin neurons
stay twins exactly where `is_symmetric` says so. Needs Debian's python3-numpy and python3-scipy
(/usr/bin/python3); no test needs it.
"""

import numpy as np
from scipy import stats

X = np.array([[1.0, 2.0, 0.5], [0.3, 0.8, -1.5], [-0.7, 0.1, 2.0], [2.0, 1.0, -1.0]])
W1 = np.array([[0.5, -1.0], [0.25, 0.75], [-0.6, 0.4]])
W2 = np.array([[1.2, -0.3], [-0.8, 0.9]])  # of the second layer, and of the third
UPSTREAM = np.array([[0.65, -0.25], [-0.4, 0.9], [0.15, 0.35], [-1.3, 0.05]])


def counts(values, low, high, bins):
    """Counted value by value with the definition; what is outside goes into the outer bins."""
    edges = [low + (high - low) * k / bins for k in range(1, bins)]
    # No value on an edge: which bin it falls into would be a matter of round-off.
    assert np.abs(np.ravel(values)[:, None] - np.array(edges)).min() > 1e-3
    result = [0] * bins
    for v in np.ravel(values):
        result[sum(v >= edge for edge in edges)] += 1
    return result


def relu(z):
    return np.where(z.real > 0, z, 0)


def loss_above(h, nonlinearity, weights):
    """The loss Σ upstream · h_last, computed from the activations of some layer upwards."""
    for w in weights:
        h = nonlinearity(h @ w)
    return np.sum(h * UPSTREAM)


def flow(name, nonlinearity, layers, activations, gradients, bins):
    weights = [W1] + [W2] * (layers - 1)
    print(f"\nactivation_statistics, {name}, {layers} layers")
    h = X
    for layer in range(layers):
        h = nonlinearity(h @ weights[layer])
        g = np.zeros_like(h)
        for place in np.ndindex(h.shape):
            nudged = h.astype(complex)
            nudged[place] += 1e-30j
            g[place] = loss_above(nudged, nonlinearity, weights[layer + 1:]).imag / 1e-30
        print(f"  {{.mean = {h.mean():.15g}, .std = {h.std():.15g},")
        print(f"   .histogram = {counts(h, *activations, bins)},")
        print(f"   .gradient_mean = {g.mean():.15g}, .gradient_std = {g.std():.15g},")
        print(f"   .gradient_histogram = {counts(g, *gradients, bins)}}},")


def chance_of_the_flow(width, layers, trials=4000, seed=0):
    """Spread of the gain a layer, (E[h_L²] / E[h_0²])^(1/L), of ReLU nets with He weights."""
    rng = np.random.default_rng(seed)
    gains = []
    for _ in range(trials):
        # One example: given h, each pre-activation is normal with variance 2/n · |h|².
        square = 1.0
        for _ in range(layers):
            z = rng.normal(0, np.sqrt(2 * square), width)
            square = np.mean(np.maximum(z, 0) ** 2)
        gains.append(square ** (1 / layers))
    gains = np.log(gains)
    print(f"\n{layers} ReLU layers of {width} with He weights: log of the gain a layer is "
          f"{gains.mean():.4f} ± {gains.std():.4f} (theory √(5/{width * layers}) = "
          f"{np.sqrt(5 / (width * layers)):.4f}); ln 1.25 = {np.log(1.25):.3f} is "
          f"{(np.log(1.25) - abs(gains.mean())) / gains.std():.1f} deviations")


def twins(w_out):
    """Two tanh neurons with equal incoming weights, 200 steps: how far do they part?"""
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
    w_in, b = np.repeat(rng.normal(size=(3, 1)), 2, axis=1), np.zeros(2)
    for _ in range(200):
        h = np.tanh(x @ w_in + b)
        error = 2 * (h @ w_out - y) / y.size
        through = error @ w_out.T * (1 - h * h)
        w_in, b, w_out = w_in - 0.1 * x.T @ through, b - 0.1 * through.sum(0), w_out - 0.1 * h.T @ error
    return np.abs(w_in[:, 0] - w_in[:, 1]).max()


def main():
    flow("tanh", np.tanh, 3, (-1, 1), (-1, 1), 5)
    flow("relu", relu, 2, (0, 1.7), (-0.9, 0.9), 5)

    print("\ntruncated normal in ±2: variance", stats.truncnorm(-2, 2).var(),
          " deviation", stats.truncnorm(-2, 2).std())
    grid = np.linspace(-4, 4, 100001)
    print("largest distance of the uniform distribution from the normal one of the same variance:",
          np.abs(stats.norm.cdf(grid) - stats.uniform(-np.sqrt(3), 2 * np.sqrt(3)).cdf(grid)).max(),
          "\n  allowed for n = 40000 at 1e-6:", np.sqrt(np.log(2e6) / 80000))

    chance_of_the_flow(200, 20)

    print("\nsparse, 60 inputs, 10 connections: a row is chosen with p =", 10 / 60,
          "; two given rows both with p =", 10 * 9 / (60 * 59))
    same = stats.hypergeom(60, 10, 10)
    print("  inputs shared by two neurons: mean", same.mean(), "variance", same.var(),
          "(binomial:", 10 * (10 / 60) * (50 / 60), ")")

    print("\ntwins with equal rows of W_out part by", twins(np.full((2, 2), 0.3)))
    print("twins with different rows of W_out part by", twins(np.array([[0.3, -0.1], [0.2, 0.4]])))


if __name__ == "__main__":
    main()
