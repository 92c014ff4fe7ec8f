"""One repetition is one training step: forward, loss, backward, SGD with momentum and weight decay."""

import torch
from torch.nn.functional import cross_entropy

import networks


def prepare(options, facts):
    name, variant, batch = options.workload.removeprefix("train-"), options.variant, options.batch
    model = networks.in_layout(variant, networks.network(name)).train()
    images, labels = networks.in_layout(variant, networks.images(name, batch)), networks.labels(batch)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4, fused=True)
    forward = torch.compile(model) if "compile" in variant else model

    def step():
        optimizer.zero_grad()
        cross_entropy(forward(images), labels).backward()
        optimizer.step()

    return step
