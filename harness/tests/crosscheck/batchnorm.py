#!/usr/bin/python3
"""Independent values for the tests of stage 05-batchnorm.

Shares no line with the C++ solution. Forward passes are written from the definition and evaluated in
exact fractions, with roots in 60 digits; gradients come from PyTorch's autograd, and are compared
with central differences of the definition. Two conventions differ: PyTorch calls 1 - momentum
"momentum", and its running variance divides by N - 1; both are converted here. Prints the numbers
that the tests carry. Needs Debian's python3-numpy and python3-torch (/usr/bin/python3); no test
needs it.
"""

from decimal import Decimal, getcontext
from fractions import Fraction

import numpy as np
import torch
from torch.nn.functional import batch_norm

getcontext().prec = 60

# The batch that the hand-written tests use: N = 4, D = 3.
X = np.array([[1.0, -2.0, 0.5],
              [3.0, 0.25, 0.5],
              [-1.0, 1.5, 0.75],
              [2.0, -0.5, -0.25]])
GAMMA = np.array([1.5, -0.5, 2.0])
BETA = np.array([0.25, 1.0, -3.0])
RUNNING_MEAN = np.array([0.5, -0.25, 1.0])
RUNNING_VAR = np.array([2.0, 0.5, 0.125])
DOUT = np.array([[0.5, -1.0, 2.0],
                 [1.0, 0.25, -0.75],
                 [-2.0, 0.5, 1.0],
                 [0.25, 1.5, -0.5]])

# N = 3 images of C = 2 channels with P = 4 pixels, a row each.
IMAGES = np.array([[1.0, 2.0, -1.0, 0.5, 10.0, 12.0, 9.0, 11.5],
                   [0.0, -0.5, 1.5, 3.0, 8.0, 10.5, 13.0, 7.0],
                   [2.5, -2.0, 0.25, 1.0, 9.5, 12.5, 11.0, 10.0]])
IMAGE_DOUT = np.array([[1.0, -0.5, 0.25, 2.0, 0.5, -1.0, 0.75, 1.5],
                       [-1.5, 0.5, 1.0, -0.25, 2.0, -0.5, 1.0, -2.0],
                       [0.75, -1.0, 0.5, 1.25, -0.25, 1.0, -1.5, 0.5]])


def exact(x):
    return Fraction(float(x))


def to_decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def statistics(values):
    """Mean and biased variance, exactly."""
    values = [exact(v) for v in values]
    mean = sum(values) / len(values)
    return mean, sum((v - mean) ** 2 for v in values) / len(values)


def normalized(values, mean, var, eps):
    inv_std = 1 / (to_decimal(var) + Decimal(eps)).sqrt()
    return [to_decimal(exact(v) - mean) * inv_std for v in values], inv_std


def forward(x, gamma, beta, eps, given=None):
    """Columns of x are features. Returns out, x_hat, inv_std and the statistics used."""
    out, x_hat = np.zeros_like(x), np.zeros_like(x)
    inv_std, means, variances = [], [], []
    for j in range(x.shape[1]):
        mean, var = statistics(x[:, j]) if given is None else (exact(given[0][j]), exact(given[1][j]))
        column, inverse = normalized(x[:, j], mean, var, eps)
        x_hat[:, j] = [float(v) for v in column]
        out[:, j] = [float(Decimal(float(gamma[j])) * v + Decimal(float(beta[j]))) for v in column]
        inv_std.append(float(inverse))
        means.append(float(mean))
        variances.append(float(var))
    return out, x_hat, np.array(inv_std), np.array(means), np.array(variances)


def by_autograd(x, gamma, beta, dout, eps, shape=None):
    """PyTorch: out and the gradients; images as N x C x H x W."""
    tx = torch.tensor(x if shape is None else x.reshape(shape), requires_grad=True)
    tg, tb = torch.tensor(gamma, requires_grad=True), torch.tensor(beta, requires_grad=True)
    out = batch_norm(tx, None, None, tg, tb, training=True, eps=float(eps))
    out.backward(torch.tensor(dout).reshape(out.shape))
    return (out.detach().numpy().reshape(x.shape), tx.grad.numpy().reshape(x.shape),
            tg.grad.numpy(), tb.grad.numpy())


def running_by_torch(x, mean, var, momentum, shape=None):
    """PyTorch's running statistics with its variance made biased again."""
    tm, tv = torch.tensor(mean), torch.tensor(var)
    tx = torch.tensor(x if shape is None else x.reshape(shape))
    batch_norm(tx, tm, tv, training=True, momentum=1 - momentum)
    n = tx.numel() // tx.shape[1]
    batch_part = tv.numpy() - momentum * var
    return tm.numpy(), momentum * var + batch_part * (n - 1) / n


def show(name, matrix):
    print(f"{name}:")
    for row in np.atleast_2d(matrix):
        print("   {" + ", ".join(f"{v + 0.0:.12g}" for v in row) + "},")


def agree(a, b, who, tolerance=1e-12):
    assert np.allclose(a, b, rtol=tolerance, atol=tolerance), (who, a, b)


def check_by_differences(x, dout, dx, eps):
    h = 2.0 ** -20
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        slope = ((forward(up, GAMMA, BETA, eps)[0] - forward(down, GAMMA, BETA, eps)[0])
                 * dout).sum() / (2 * h)
        assert abs(slope - dx[place]) < 1e-8 * max(1, abs(slope)), (place, slope, dx[place])


def plane(images, channels):
    """N x C·P to one column a channel, by NumPy's own axes."""
    n, columns = images.shape
    return images.reshape(n, channels, columns // channels).transpose(0, 2, 1).reshape(-1, channels)


def main():
    for eps in ("1e-5", "0.1"):
        print(f"\n== eps = {eps}")
        out, x_hat, inv_std, means, variances = forward(X, GAMMA, BETA, eps)
        t_out, dx, dgamma, dbeta = by_autograd(X, GAMMA, BETA, DOUT, eps)
        agree(out, t_out, "torch batch_norm")
        check_by_differences(X, DOUT, dx, eps)
        agree(dgamma, (DOUT * x_hat).sum(0), "dgamma")
        show("mean", means)
        show("var", variances)
        show("out", out)
        show("x_hat", x_hat)
        show("inv_std", inv_std)
        show("dx", dx)
        show("dgamma", dgamma)
        show("dbeta", dbeta)
        test_out = forward(X, GAMMA, BETA, eps, (RUNNING_MEAN, RUNNING_VAR))[0]
        agree(test_out, batch_norm(torch.tensor(X), torch.tensor(RUNNING_MEAN),
                                   torch.tensor(RUNNING_VAR), torch.tensor(GAMMA),
                                   torch.tensor(BETA), eps=float(eps)).numpy(), "torch, eval")
        show("out in test mode", test_out)

    for momentum in (0.9, 0.25):
        mean, var = running_by_torch(X, RUNNING_MEAN, RUNNING_VAR, momentum)
        agree(mean, momentum * RUNNING_MEAN + (1 - momentum) * means, "running mean")
        agree(var, momentum * RUNNING_VAR + (1 - momentum) * variances, "running var")
        show(f"running mean, momentum {momentum}", mean)
        show(f"running var, momentum {momentum}", var)

    print("\n== images")
    pixels = plane(IMAGES, 2)
    out, x_hat, inv_std, means, variances = forward(pixels, GAMMA[:2], BETA[:2], "1e-5")
    t_out, dx, dgamma, dbeta = by_autograd(IMAGES, GAMMA[:2], BETA[:2], IMAGE_DOUT, "1e-5",
                                           (3, 2, 2, 2))
    agree(out, plane(t_out, 2), "torch batch_norm of images")
    show("mean", means)
    show("var", variances)
    show("out", t_out)
    show("inv_std", inv_std)
    show("dx", dx)
    show("dgamma", dgamma)
    show("dbeta", dbeta)
    mean, var = running_by_torch(IMAGES, RUNNING_MEAN[:2], RUNNING_VAR[:2], 0.9, (3, 2, 2, 2))
    agree(var, 0.9 * RUNNING_VAR[:2] + 0.1 * variances, "running var of images")
    show("running mean", mean)
    show("running var", var)


if __name__ == "__main__":
    main()
