#!/usr/bin/python3
"""Independent values for the tests of stage 08-optimizers.

Shares no line with the C++ solution. Update rules are PyTorch's own optimizers, fed with written-down
gradients (and, where PyTorch has none, NumPy from the formula of the notes); the plateau is PyTorch's
ReduceLROnPlateau; Newton's step is numpy.linalg; the direction of L-BFGS is the dense inverse Hessian
of the BFGS formula; evaluations on Rosenbrock's function are counted in SciPy's L-BFGS-B. Prints the
numbers that the tests carry. Needs Debian's python3-numpy, python3-scipy and python3-torch
(/usr/bin/python3); no test needs it.
"""

import math

import numpy as np
import torch
from scipy.optimize import minimize, rosen, rosen_der

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

# Two parameters of different shape, and the gradients of four steps for each of them.
A0 = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.5]])
B0 = np.array([[0.3], [-0.7], [2.0], [1.1]])
GRADIENTS_A = [
    np.array([[0.5, -1.0, 2.0], [0.1, -0.3, 4.0]]),
    np.array([[-1.5, 0.4, 2.5], [0.1, 0.6, -2.0]]),
    np.array([[0.7, 0.9, -1.0], [0.1, -1.2, 0.5]]),
    np.array([[2.0, -0.2, 0.3], [0.1, 2.4, -1.0]]),
]
GRADIENTS_B = [
    np.array([[-0.2], [1.0], [0.5], [-3.0]]),
    np.array([[0.6], [1.0], [-1.5], [2.0]]),
    np.array([[-1.8], [1.0], [0.25], [-1.0]]),
    np.array([[0.9], [1.0], [-0.75], [0.5]]),
]


def show(name, array):
    a = np.atleast_2d(np.asarray(array))
    rows = ", ".join("{" + ", ".join(f"{v:.12g}" for v in row) + "}" for row in a)
    print(f"  {name}: {{{rows}}}")


def by_torch(name, make):
    a, b = torch.tensor(A0), torch.tensor(B0)
    a.requires_grad_(), b.requires_grad_()
    optimizer = make([a, b])
    print(name)
    for step, (ga, gb) in enumerate(zip(GRADIENTS_A, GRADIENTS_B), 1):
        a.grad, b.grad = torch.tensor(ga), torch.tensor(gb)
        optimizer.step()
        if step in (1, 2, 4):
            show(f"A after {step}", a.detach().numpy())
            show(f"B after {step}", b.detach().numpy())


by_torch("sgd, learning rate 0.1", lambda p: torch.optim.SGD(p, lr=0.1))
by_torch("momentum 0.8, learning rate 0.1", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8))
by_torch("nesterov 0.8, learning rate 0.1",
         lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True))
by_torch("adagrad, learning rate 0.1, eps 0.05", lambda p: torch.optim.Adagrad(p, lr=0.1, eps=0.05))
by_torch("rmsprop, learning rate 0.1, decay rate 0.7, eps 0.05",
         lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.7, eps=0.05))
by_torch("adam, learning rate 0.1, beta 0.8 and 0.9, eps 0.05",
         lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.9), eps=0.05))

print("adam without bias correction, the same options (NumPy)")
for name, w, gradients in (("A", A0.copy(), GRADIENTS_A), ("B", B0.copy(), GRADIENTS_B)):
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step, g in enumerate(gradients, 1):
        m = 0.8 * m + 0.2 * g
        v = 0.9 * v + 0.1 * g**2
        w = w - 0.1 * m / (np.sqrt(v) + 0.05)
        if step in (1, 2, 4):
            show(f"{name} after {step}", w)

# Look-ahead Nesterov on loss = sum(c·w²/2 - w): the gradient c·w - 1 is asked at the point ahead.
CURVATURE = np.array([[0.5, 2.0, 1.0], [4.0, 0.1, 3.0]])
print("nesterov_lookahead 0.8, learning rate 0.1, gradient c·w - 1 (NumPy)")
w, v = A0.copy(), np.zeros_like(A0)
for step in range(1, 5):
    ahead = w + 0.8 * v
    v = 0.8 * v - 0.1 * (CURVATURE * ahead - 1)
    w = w + v
    if step in (1, 2, 4):
        show(f"asked at in step {step}", ahead)
        show(f"w after {step}", w)
# The same by PyTorch's rewritten form: its parameter is the point ahead of ours.
p = torch.tensor(A0, requires_grad=True)
optimizer = torch.optim.SGD([p], lr=0.1, momentum=0.8, nesterov=True)
for step in range(4):
    p.grad = torch.tensor(CURVATURE) * p.detach() - 1
    optimizer.step()
assert np.allclose(p.detach().numpy(), w + 0.8 * v, rtol=1e-13)

print("schedules")
print("  step decay 0.8, factor 0.25, every 3, epochs 0..9 (torch StepLR):",
      end=" ")
q = torch.nn.Parameter(torch.zeros(1))
sgd = torch.optim.SGD([q], lr=0.8)
scheduler = torch.optim.lr_scheduler.StepLR(sgd, step_size=3, gamma=0.25)
for _ in range(10):
    print(f"{sgd.param_groups[0]['lr']:.10g}", end=" ")
    sgd.step()
    scheduler.step()
print("\n  0.8·exp(-0.3·2.5), 0.8/(1+0.3·2.5):",
      f"{0.8 * math.exp(-0.75):.12g} {0.8 / 1.75:.12g}")

print("plateau, ReduceLROnPlateau (its patience counts one epoch less than ours)")
ERRORS = [0.9, 0.7, 0.75, 0.72, 0.71, 0.70, 0.69, 0.60, 0.61, 0.65, 0.62, 0.605, 0.64, 0.63, 0.59, 0.595]
for patience, threshold in ((3, 0.0), (2, 0.05)):
    sgd = torch.optim.SGD([q], lr=0.8)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        sgd, factor=0.5, patience=patience - 1, threshold=threshold, threshold_mode="abs")
    rates = []
    for error in ERRORS:
        scheduler.step(error)
        rates.append(sgd.param_groups[0]["lr"])
    print(f"  patience {patience}, min_improvement {threshold}:", rates)

print("newton")
H = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]])
INDEFINITE = np.array([[1.0, 2.0, 0.5], [2.0, -1.0, 0.3], [0.5, 0.3, 0.8]])
g = np.array([1.0, -2.0, 0.5])
show("bowl: w", np.array([0.5, -1.0, 2.0]) - np.linalg.solve(H, g))
values, vectors = np.linalg.eigh(INDEFINITE)
show("indefinite: eigenvalues", values)
show("indefinite: w", np.array([0.5, -1.0, 2.0]) - vectors @ ((vectors.T @ g) / abs(values)))
show("indefinite: w of the plain formula", np.array([0.5, -1.0, 2.0]) - np.linalg.solve(INDEFINITE, g))

print("direction of L-BFGS")
S = [np.array([0.5, -0.2, 0.1, 0.3]), np.array([-0.1, 0.4, 0.2, 0.0]), np.array([0.3, 0.1, -0.5, 0.2])]
Y = [np.array([1.0, -0.1, 0.3, 0.4]), np.array([0.2, 0.9, 0.1, -0.3]), np.array([0.5, -0.2, -1.5, 0.9])]
BAD = (np.array([0.2, 0.3, -0.1, 0.4]), np.array([-0.5, 0.2, 0.3, -0.6]))
g = np.array([1.0, -2.0, 0.5, 0.7])


def dense_direction(pairs):
    s, y = pairs[-1]
    inverse = np.eye(4) * (s @ y) / (y @ y)
    for s, y in pairs:
        left = np.eye(4) - np.outer(s, y) / (s @ y)
        inverse = left @ inverse @ left.T + np.outer(s, s) / (s @ y)
    return -inverse @ g


assert all(s @ y > 0 for s, y in zip(S, Y)) and BAD[0] @ BAD[1] < 0
show("one pair", dense_direction(list(zip(S, Y))[:1]))
show("three pairs", dense_direction(list(zip(S, Y))))

print("Rosenbrock in 10 dimensions, SciPy's L-BFGS-B to a gradient of 1e-6")
for memory in (5, 10):
    calls = []
    result = minimize(lambda x: (calls.append(1), rosen(x))[1], np.tile([-1.2, 1.0], 5), jac=rosen_der,
                      method="L-BFGS-B", options={"maxcor": memory, "gtol": 1e-6, "ftol": 0})
    print(f"  memory {memory}: {result.nit} iterations, {len(calls)} evaluations, loss {result.fun:.1e}")

print("facts")
print(f"  sum of 1/sqrt(t), t = 1..100: {sum(1 / math.sqrt(t) for t in range(1, 101)):.10f}")
print(f"  1/sqrt(1 - 0.99), 1/sqrt(1 - 0.9): {1 / math.sqrt(0.01):.10f} {1 / math.sqrt(0.1):.10f}")
print(f"  first step of Adam without correction, usual betas: {0.1 / math.sqrt(0.001):.10f}")
