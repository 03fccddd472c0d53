#!/usr/bin/python3
"""Independent values for the tests of stage 01-gradcheck.

Shares no line with the C++ solution: the quotients are evaluated in 60 decimal digits, the true
derivatives come from the complex step (Im f(x + i·h)/h, which subtracts nothing, so that h may be
1e-30), and SciPy's own numerical gradient is compared. Prints the numbers that the tests carry.
Needs Debian's python3-numpy and python3-scipy (/usr/bin/python3); no test needs it.
"""

from decimal import Decimal, getcontext
from math import comb

import numpy as np
from scipy.optimize import approx_fprime

getcontext().prec = 60


def dec(x):
    """The exact value of a double."""
    return Decimal(float(x))


# The function that the hand-written tests differentiate: f(x) = x0³ + x0·x1 - 2·x1³·x2 + exp(x3).
# Works for numbers of any kind that know + - * and `exp`.
def f(x, exp):
    a, b, c, d = x
    return a * a * a + a * b - 2 * b * b * b * c + exp(d)


POINT = [1.5, -0.5, 2.0, 0.25]


def quotients(h):
    """Forward and centered quotient of every entry, exact but for the last digits of 60."""
    h = dec(h)
    at = [dec(x) for x in POINT]
    value = lambda x: f(x, lambda d: d.exp())
    forward, centered = [], []
    for k in range(4):
        up, down = list(at), list(at)
        up[k] += h
        down[k] -= h
        forward.append((value(up) - value(at)) / h)
        centered.append((value(up) - value(down)) / (2 * h))
    return forward, centered


def show(name, values):
    print(f"{name}: {{" + ", ".join(f"{float(v):.15g}" for v in values) + "}")


def main():
    for h in (0.5, 0.001):
        forward, centered = quotients(h)
        show(f"forward,  h = {h}", forward)
        show(f"centered, h = {h}", centered)
    true = []
    for k in range(4):
        x = np.array(POINT, dtype=complex)
        x[k] += 1e-30j
        true.append(f(x, np.exp).imag / 1e-30)
    show("true derivative (complex step)", true)
    # Richardson: (4·c(h/2) - c(h))/3 of the exact quotients is right to h⁴.
    coarse, fine = quotients(2e-6)[1], quotients(1e-6)[1]
    extrapolated = [float((4 * b - a) / 3) for a, b in zip(coarse, fine)]
    assert np.allclose(extrapolated, true, rtol=1e-13), "the complex step disagrees"
    theirs = approx_fprime(np.array(POINT), lambda v: f(v, np.exp), 1e-7)
    assert np.allclose(theirs, true, rtol=1e-5), "scipy disagrees"

    # Relative errors of pairs, in 60 digits.
    analytic = [3.0, -2.0, 1e-12, 0.0, 5.0, -1e-200, 0.3, 250.0]
    numeric = [2.0, 2.0, 3e-12, 1e-300, 5.0, -4e-200, 0.30003, 249.0]
    errors = []
    for a, n in zip(analytic, numeric):
        a, n = dec(a), dec(n)
        errors.append(abs(a - n) / max(abs(a), abs(n)))
    show("relative errors", errors)

    # The notes' example of a bad scale: absolute difference 1e-4.
    for a, n in ((1.0, 1.0001), (1e-5, 1.1e-4)):
        print("difference", abs(a - n), "relative", abs(a - n) / max(abs(a), abs(n)))

    # A draw of 20 from one pool of 1,000,000 weights and 10 biases: no bias among them.
    miss = Decimal(comb(1_000_000, 20)) / Decimal(comb(1_000_010, 20))
    print(f"a flat draw misses all 10 biases with probability {float(miss):.6f}")

    # A kink: (max(0, x+h) - max(0, x-h)) / 2h at x = -1e-6 with h = 1e-5, and the true slope 0.
    x0, h = dec(-1e-6), dec(1e-5)
    slope = (max(Decimal(0), x0 + h) - max(Decimal(0), x0 - h)) / (2 * h)
    print(f"centered slope of the ReLU at -1e-6 with h = 1e-5: {float(slope):.15g}")


if __name__ == "__main__":
    main()
