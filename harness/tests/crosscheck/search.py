#!/usr/bin/python3
"""Independent values for the tests of stage 10-search.

Shares no line with the C++ solution: expected improvement is integrated numerically, the Gaussian
process is scikit-learn's, and the levels of the two test functions are quantiles over a fine lattice.
Prints the numbers that the tests carry. Needs Debian's python3-numpy, python3-scipy and
python3-sklearn (/usr/bin/python3); no test needs it.
"""

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel


def improvement():
    print("expected improvement over 0.5:")
    for mean, deviation in ((0.3, 0.8), (-1.2, 0.5), (0.9, 0.05), (2.5, 1.7), (0.45, 0.001)):
        value = quad(lambda v: (v - 0.5) * norm.pdf(v, mean, deviation), 0.5,
                     max(0.5, mean) + 14 * deviation, epsabs=1e-16, epsrel=1e-12)[0]
        print(f"  mean {mean}, deviation {deviation}: {value:.12g}")


def process():
    X = np.array([[0.1, 0.7], [0.4, 0.2], [0.9, 0.5], [0.35, 0.25]])
    y = np.array([1.2, -0.4, 0.3, -0.1])
    queries = np.array([[0.1, 0.7], [0.5, 0.5], [0.38, 0.22], [5.0, -3.0], [0.0, 1.0]])
    for length_scale, signal, noise in ((0.3, 1.0, 0.1), (0.7, 2.5, 0.5)):
        kernel = ConstantKernel(signal**2, "fixed") * RBF(length_scale, "fixed")
        model = GaussianProcessRegressor(kernel, alpha=noise**2, optimizer=None).fit(X, y)
        mean, deviation = model.predict(queries, return_std=True)
        print(f"length scale {length_scale}, signal {signal}, noise {noise}")
        print("  mean     ", ", ".join(f"{v:.12g}" for v in mean))
        print("  deviation", ", ".join(f"{v:.12g}" for v in deviation))


def branin(u, v):
    """L. Dixon, G. Szego, 1978; on [-5, 10] x [0, 15], smallest value 0.397887."""
    x, y = 15 * u - 5, 15 * v
    return ((y - 5.1 / (4 * np.pi**2) * x**2 + 5 / np.pi * x - 6)**2
            + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x) + 10)


def camel(u, v):
    """The six-hump camel back, same source; on [-2, 2] x [-1, 1], smallest value -1.0316."""
    x, y = 4 * u - 2, 2 * v - 1
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


def levels():
    line = (np.arange(4000) + 0.5) / 4000
    u, v = np.meshgrid(line, line)
    for name, f in (("branin", branin), ("camel", camel)):
        values = f(u, v)
        print(f"{name}: lowest {values.min():.6f}; a share of 0.005 lies below "
              f"{np.quantile(values, 0.005):.6f}, of 0.01 below {np.quantile(values, 0.01):.6f}")


if __name__ == "__main__":
    improvement()
    process()
    levels()
