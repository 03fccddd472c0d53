#!/usr/bin/python3
"""The same training as training.cpp in PyTorch: EXAMPLES INPUTS HIDDEN CLASSES BATCH EPOCHS."""

import json
import os
import sys
import time

import torch

examples, inputs, hidden, classes, batch, epochs = map(int, sys.argv[1:7])
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
y = torch.randint(0, classes, (examples,))
X = torch.randn(examples, inputs) + 0.1 * y[:, None]
model = torch.nn.Sequential(torch.nn.Linear(inputs, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, classes))
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
loss_of = torch.nn.CrossEntropyLoss()


def epoch():
    order = torch.randperm(examples)
    total = 0.0
    for begin in range(0, examples, batch):
        which = order[begin:begin + batch]
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(X[which]), y[which])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(which)
    return total / examples


epoch()  # warm
start = time.perf_counter()
losses = [epoch() for _ in range(epochs)]
seconds = time.perf_counter() - start
print(json.dumps({"examples_per_second": round(epochs * examples / seconds),
                  "first_loss": losses[0], "last_loss": losses[-1]}))
