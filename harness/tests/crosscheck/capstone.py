"""Values for harness/suites/12-capstone/hand.hpp, by PyTorch: the network of the capstone in double precision.

    /usr/bin/python3 harness/tests/crosscheck/capstone.py > harness/suites/12-capstone/hand.hpp

Not needed to run the tests.
"""
import torch

torch.set_default_dtype(torch.float64)
SIZES, LAMBDA, N = (4, 5, 3, 3), 0.1, 6


def numbers(rows, cols, start):
    """Easily written numbers without a pattern: multiples of 1/8 in [-1, 1]."""
    return torch.tensor([[((start + 7 * i + 5 * j + 3 * i * j) % 17 - 8) / 8 for j in range(cols)] for i in range(rows)])


x = numbers(N, SIZES[0], 3)
y = torch.tensor([0, 2, 1, 1, 0, 2])
W = [numbers(a, b, 5 + a) for a, b in zip(SIZES[:-1], SIZES[1:])]
gamma = [1 + numbers(1, b, b)[0] / 2 for b in SIZES[1:-1]]
beta = [numbers(1, b, b + 4)[0] / 4 for b in SIZES[1:-1]]
b = numbers(1, SIZES[-1], 1)[0] / 2
parameters = [p for l in range(2) for p in (W[l], gamma[l], beta[l])] + [W[2], b]
for p in parameters:
    p.requires_grad_()
running = [(torch.full((s,), 0.25), torch.full((s,), 1.5)) for s in SIZES[1:-1]]

a, after = x, []
for l in range(2):
    z = a @ W[l]
    mean, var = z.mean(0), z.var(0, unbiased=False)
    after.append((0.9 * running[l][0] + 0.1 * mean, 0.9 * running[l][1] + 0.1 * var))
    a = torch.relu(torch.nn.functional.batch_norm(z, None, None, gamma[l], beta[l], training=True, eps=1e-5))
scores = a @ W[2] + b
loss = torch.nn.functional.cross_entropy(scores, y) + 0.5 * LAMBDA * sum((w * w).sum() for w in W)
loss.backward()


def literal(tensor, digits):
    rows = tensor.detach().reshape(-1, tensor.shape[-1]).tolist()
    return "{" + ", ".join("{" + ", ".join(f"{v:.{digits}g}" for v in row) + "}" for row in rows) + "}"


print(f"""#pragma once

#include <vector>

#include "harness/remote/submission.hpp"

/// A network, a batch, and what PyTorch says about them. Made by
/// harness/tests/crosscheck/capstone.py.
namespace descent::suite::hand {{

inline constexpr double kLambda = {LAMBDA};
inline constexpr double kLoss = {loss.item():.12g};

inline Network network() {{
  return {{{{{', '.join('arma::mat(' + literal(p, 6) + ')' for p in parameters)}}},
          {{{', '.join('{arma::rowvec(' + literal(m, 6)[1:-1] + '), arma::rowvec(' + literal(v, 6)[1:-1] + ')}' for m, v in running)}}}}};
}}

inline Examples batch() {{
  return {{arma::mat({literal(x, 6)}), arma::uvec{{{', '.join(map(str, y.tolist()))}}}}};
}}

inline std::vector<arma::mat> gradients() {{
  return {{{', '.join('arma::mat(' + literal(p.grad, 12) + ')' for p in parameters)}}};
}}

inline std::vector<RunningStatistics> running_after() {{
  return {{{', '.join('{arma::rowvec(' + literal(m, 12)[1:-1] + '), arma::rowvec(' + literal(v, 12)[1:-1] + ')}' for m, v in after)}}};
}}

}}  // namespace descent::suite::hand""")
