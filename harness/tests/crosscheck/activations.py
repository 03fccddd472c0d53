#!/usr/bin/python3
"""Independent values for the tests of stage 02-activations.

Shares no line and no trick with the C++ solution: the functions of one number are written from
their definitions in 60 decimal digits, where nothing overflows and nothing is lost, and their slopes
are central differences of the value alone; so are the gradients of whole layers, argument by
argument. SciPy and scikit-learn are asked for a second opinion where they have one. Prints the
numbers that the tests carry. Needs Debian's python3-numpy, python3-scipy and python3-sklearn
(/usr/bin/python3); no test needs it.
"""

from decimal import Decimal, getcontext

import numpy as np
from scipy.special import expit
from sklearn.neural_network import _base as sklearn_layers

getcontext().prec = 60

# The batch that the hand-written tests use: N = 3, H = 4.
X = np.array([[0.5, -1.25, 2.0, -0.125],
              [-3.0, 0.75, -0.375, 1.5],
              [0.25, -0.625, -2.25, 3.5]])
DOUT = np.array([[1.0, -2.0, 0.5, 3.0],
                 [-1.5, 0.25, 2.0, -0.75],
                 [4.0, 1.25, -3.0, -0.5]])
ALPHA = np.array([0.25, -0.5, 1.75, 0.0])

# Maxout: N = 3, D = 2, H = 4.
INPUT = np.array([[0.5, -1.0], [2.0, 0.75], [-1.5, 0.25]])
W1 = np.array([[0.5, -1.0, 0.25, 2.0], [1.5, 0.5, -0.75, 1.0]])
B1 = np.array([0.1, -0.2, 0.3, -1.4])
W2 = np.array([[-0.5, 0.75, 1.0, -1.0], [0.25, -1.25, 0.5, 0.5]])
B2 = np.array([-0.3, 0.4, 0.2, 0.7])


def dec(x):
    """The exact value of a double."""
    return Decimal(float(x))


def sigmoid(x):
    return 1 / (1 + (-x).exp())


def tanh(x):
    return (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())


def elu(x, alpha):
    return x if x > 0 else alpha * (x.exp() - 1)


def value(f, matrix):
    return np.vectorize(lambda x: float(f(dec(x))))(matrix)


def slope(f, matrix):
    """Central differences in 60 digits: exact to about 20."""
    h = Decimal(2) ** -40
    return np.vectorize(lambda x: float((f(dec(x) + h) - f(dec(x) - h)) / (2 * h)))(matrix)


def show(name, matrix):
    print(f"\n{name}")
    for row in np.atleast_2d(matrix):
        print("   {" + ", ".join(f"{x + 0.0:.15g}" for x in row) + "},")


def agree(ours, theirs, who):
    assert np.allclose(ours, theirs, rtol=1e-12, atol=1e-15), (who, ours, theirs)
    print(f"   agrees with {who}")


def decimals(matrix):
    return np.vectorize(dec, otypes=[object])(matrix)


def floats(matrix):
    return np.vectorize(float, otypes=[float])(matrix)


def layer(f, *arguments):
    """Output of f, and the gradients of Σ DOUT · f by every entry of every argument."""
    exact = [decimals(a) for a in arguments]
    upstream = decimals(DOUT)
    h = Decimal(2) ** -40
    gradients = []
    for argument in exact:
        gradient = np.zeros(argument.shape)
        for place in np.ndindex(argument.shape):
            kept = argument[place]
            argument[place] = kept + h
            up = (upstream * f(*exact)).sum()
            argument[place] = kept - h
            down = (upstream * f(*exact)).sum()
            argument[place] = kept
            gradient[place] = float((up - down) / (2 * h))
        gradients.append(gradient)
    return floats(f(*exact)), gradients


def elementwise(name, f, sklearn_forward=None, sklearn_backward=None):
    out = value(f, X)
    dx = DOUT * slope(f, X)
    show(name + ", forward", out)
    if sklearn_forward:
        theirs = X.copy()
        sklearn_forward(theirs)
        agree(out, theirs, "scikit-learn")
    show(name + ", backward", dx)
    if sklearn_backward:
        theirs = DOUT.copy()
        sklearn_backward(out, theirs)
        agree(dx, theirs, "scikit-learn")


def main():
    elementwise("sigmoid", sigmoid, sklearn_layers.inplace_logistic,
                sklearn_layers.inplace_logistic_derivative)
    agree(value(sigmoid, X), expit(X), "scipy.special.expit")
    elementwise("tanh", tanh, sklearn_layers.inplace_tanh, sklearn_layers.inplace_tanh_derivative)
    elementwise("relu", lambda x: max(Decimal(0), x), sklearn_layers.inplace_relu,
                sklearn_layers.inplace_relu_derivative)
    elementwise("leaky relu, alpha 0.2", lambda x: x if x > 0 else dec(0.2) * x)
    elementwise("elu, alpha 1", lambda x: elu(x, Decimal(1)))
    elementwise("elu, alpha 2.5", lambda x: elu(x, dec(2.5)))

    out, (dx, dalpha) = layer(lambda x, a: np.where(x > 0, x, x * a), X, ALPHA)
    show("prelu, forward", out)
    show("prelu, dx", dx)
    show("prelu, dalpha", dalpha)

    out, gradients = layer(lambda x, w1, b1, w2, b2: np.maximum(x @ w1 + b1, x @ w2 + b2),
                           INPUT, W1, B1, W2, B2)
    z1, z2 = INPUT @ W1 + B1, INPUT @ W2 + B2
    print("\nmaxout: the first piece wins in\n", (z1 > z2).astype(int))
    print("without biases it would in\n", (INPUT @ W1 > INPUT @ W2).astype(int))
    print("   nearest to a tie:", np.abs(z1 - z2).min())
    show("maxout, forward", out)
    for name, gradient in zip(["dx", "dW1", "db1", "dW2", "db2"], gradients):
        show("maxout, " + name, gradient)

    print("\nsmall values: σ(x), 60 digits")
    for x in [-5, -20, -30, -40, -100, -300, -700]:
        print(f"   {x}: {float(sigmoid(Decimal(x))):.16e}")
    print("   scipy at -40:", expit(-40.0))
    print("\nslopes far out, 60 digits")
    for x in [3, 8, 15]:
        s = sigmoid(Decimal(x))
        t = tanh(Decimal(x))
        print(f"   {x}: sigmoid {float(s * (1 - s)):.16e}  tanh {float(1 - t * t):.16e}"
              f"  elu(-x), alpha 2: {float(2 * (-Decimal(x)).exp()):.16e}")

    print("\nwithin 0.05 of an asymptote: |x| >", float((dec(0.95) / dec(0.05)).ln()),
          "for the sigmoid,", float((dec(1.95) / dec(0.05)).ln() / 2), "for tanh")


if __name__ == "__main__":
    main()
