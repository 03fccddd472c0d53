"""The capstone's network in PyTorch: the same layers, data, split sizes, batches, epochs and measurements.

Prints one line a precision: seconds of wall clock, CPU seconds, and accuracies. Run by bench/capstone/compare.
"""
import argparse
import resource
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn


def read(files):
    records = np.concatenate([np.fromfile(f, np.uint8).reshape(-1, 3073) for f in files])
    return records[:, 1:].astype(np.float64), records[:, 0].astype(np.int64)


def network(hidden, keep_prob):
    layers, fan_in = [], 3072
    for width in hidden:
        layers += [nn.Linear(fan_in, width, bias=False), nn.BatchNorm1d(width, momentum=0.1), nn.ReLU(),
                   nn.Dropout(1 - keep_prob)]
        nn.init.kaiming_normal_(layers[-4].weight, nonlinearity="relu")
        fan_in = width
    layers.append(nn.Linear(fan_in, 10))
    nn.init.normal_(layers[-1].weight, std=0.01)
    nn.init.zeros_(layers[-1].bias)
    return nn.Sequential(*layers)


def accuracy(model, x, y):
    model.eval()
    with torch.no_grad():
        share = (model(x).argmax(1) == y).double().mean().item()
    model.train()
    return share


def train(options, dtype, data):
    torch.manual_seed(options.seed)
    torch.set_default_dtype(dtype)
    pool, pool_y, test, test_y = data
    start, cpu = time.perf_counter(), time.process_time()
    order = np.random.default_rng(options.seed).permutation(len(pool))
    held = len(pool) // 10
    parts = order[held:], order[:held]
    mean = pool[parts[0]].mean(0)
    deviation = pool[parts[0]].std(0)
    x, v = (torch.from_numpy((pool[p] - mean) / deviation).to(dtype) for p in parts)
    y, vy = (torch.from_numpy(pool_y[p]) for p in parts)
    t, ty = torch.from_numpy((test - mean) / deviation).to(dtype), torch.from_numpy(test_y)
    model = network(options.hidden, options.keep)
    weights = [p for name, p in model.named_parameters() if p.dim() == 2]
    others = [p for name, p in model.named_parameters() if p.dim() == 1]
    groups = [{"params": weights, "weight_decay": options.decay_weights}, {"params": others}]
    if options.rule == "adam":
        optimizer = torch.optim.Adam(groups, lr=options.rate)
    else:
        optimizer = torch.optim.SGD(groups, lr=options.rate, momentum=0.9, nesterov=True)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, options.decay)
    loss_of = nn.CrossEntropyLoss()
    best, best_epoch, state = -1, 0, None
    for epoch in range(1, options.epochs + 1):
        shuffled = torch.randperm(len(x))
        for first in range(0, len(x), options.batch):
            which = shuffled[first:first + options.batch]
            batch = x[which]
            flips = torch.rand(len(which)) < 0.5
            batch[flips] = batch[flips].view(-1, 3, 32, 32).flip(3).reshape(-1, 3072)
            optimizer.zero_grad()
            loss_of(model(batch), y[which]).backward()
            optimizer.step()
        schedule.step()
        training, validation = accuracy(model, x, y), accuracy(model, v, vy)
        if options.verbose:
            print(f"{epoch:3d} {training:.3f} {validation:.3f}  {accuracy(model, t, ty):.3f}", flush=True)
        if validation > best:
            best, best_epoch = validation, epoch
            state = {k: tensor.clone() for k, tensor in model.state_dict().items()}
    model.load_state_dict(state)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return seconds, cpu, best, best_epoch, accuracy(model, t, ty)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--precision", nargs="+", default=["float32", "float64"])
    parser.add_argument("--hidden", type=int, nargs="+", default=[512, 256])
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.9)
    parser.add_argument("--decay-weights", type=float, default=1e-4)
    parser.add_argument("--keep", type=float, default=0.6)
    parser.add_argument("--rule", default="adam")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    data = (*read([options.folder / f"data_batch_{i}.bin" for i in range(1, 6)]),
            *read([options.folder / "test_batch.bin"]))
    for precision in options.precision:
        seconds, cpu, validation, epoch, test = train(options, getattr(torch, precision), data)
        print(f"PyTorch {torch.__version__} {precision}, {torch.get_num_threads()} threads: {seconds:.1f} s, "
              f"{cpu:.1f} s CPU, validation {validation:.4f} after epoch {epoch}, test {test:.4f}, "
              f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)


if __name__ == "__main__":
    main()
