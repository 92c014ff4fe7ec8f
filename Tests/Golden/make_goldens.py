#!/usr/bin/env python3
"""Writes the golden values that GoldenTests compares with: `python make_goldens.py` (torch, torchvision, h5py, numpy).

convnet.h5, resnet20.h5, resnet18.h5 hold logits, loss, gradients and five optimizer steps in float64, the truth, and
how far PyTorch's own float32 is from it; state-dicts.json holds names and shapes of every model.

Weights and pixels are not stored: both sides make them from the same integer hash (`table`, `state`, `batch`).

A ReLU whose input is within rounding of zero may fall either way, and then a few gradients differ by 1e-3 for no fault
of anyone. So normalisation shifts by about +2 or −2, which makes inputs near zero rare, and of several trials with
other pixels the one is kept in which none comes near it (`Kinks`). Adam divides by the size of a gradient's own noise
where the gradient is zero; ε = 1e-3 keeps the comparison to what is meant.
"""

import functools
import json
import math
import os
from typing import NamedTuple

import h5py
import numpy as np
import torch
import torchvision

from models import BUILDERS, Normalised

FOLDER = os.path.dirname(os.path.abspath(__file__))
PERIOD = 65521  # prime, so that no tensor's rows repeat
SAMPLES, STEP_SAMPLES, PROJECTIONS, STEPS, TRIALS = 512, 64, 4, 5, 40
MNIST, CIFAR = ([0.1307], [0.3081]), ([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616])
CLASSES = 10


class Case(NamedTuple):
    channels: int
    constants: tuple
    whole: int  # the largest tensor whose gradient is stored whole
    gradient_input: tuple  # size, images
    step_input: tuple


CASES = {
    "convnet": Case(1, MNIST, 40000, (28, 4), (12, 4)),
    "resnet20": Case(3, CIFAR, 40000, (32, 2), (12, 2)),
    "resnet18": Case(3, CIFAR, 8192, (24, 2), (12, 2)),
}


class TooNear(Exception):
    pass


class Kinks:
    """Measures how near zero, per rms, a ReLU's input or the lead of a pool's largest value comes; stops at `limit`."""

    def __init__(self, limit):
        self.limit, self.margin = limit, float("inf")

    def watch(self, model):
        for module in model.modules():
            if isinstance(module, torch.nn.ReLU):
                module.register_forward_pre_hook(lambda _, inputs: self.check(inputs[0].abs(), inputs[0]))
            elif isinstance(module, torch.nn.MaxPool2d):
                module.register_forward_pre_hook(lambda m, inputs: self.check_pool(m.kernel_size, inputs[0]))

    def check(self, distances, x):
        self.margin = min(self.margin, (distances.min() / x.square().mean().sqrt()).item())
        if self.margin <= self.limit:
            raise TooNear

    def check_pool(self, size, x):
        windows = torch.nn.functional.unfold(x.flatten(0, 1).unsqueeze(1), size, stride=size)
        best = windows.topk(2, dim=1).values
        leads = (best[:, 0] - best[:, 1])[best[:, 0] > 0]
        self.check(leads, x)


def hashed(values):
    """murmur3's finaliser on 32-bit integers."""
    h = values.astype(np.uint32)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def table():
    """PERIOD multiples of 2^-19 in [-1, 1)."""
    return ((hashed(np.arange(1, PERIOD + 1)) >> np.uint32(12)).astype(np.float64) - 2**19) / 2**19


def tiled(values, offset, count):
    return np.resize(np.roll(values, -(offset % PERIOD)), count)


def scale(fan_in):
    """The largest power of two b with b² · fan_in ≤ 9, about Kaiming's bound."""
    b = 1.0
    while b * b * fan_in > 9:
        b /= 2
    return b


@functools.cache
def state_values(name, size):
    return state(BUILDERS[name](CASES[name].channels, size, CLASSES))


def state(model):
    """Weights and running statistics by position in the state dict; every value is exact in float32."""
    values, result = table(), {}
    shapes = model.state_dict()
    for position, (name, tensor) in enumerate(shapes.items()):
        v = tiled(values, 7919 * position, tensor.numel()).reshape(tensor.shape)
        if name.endswith("num_batches_tracked"):
            v = np.zeros((), np.int64)
        elif tensor.dim() > 1:
            v = v * scale(tensor[0].numel())
        elif name.endswith("running_var") or (name.endswith("weight") and tensor.dim() == 1):
            v = 1 + v / 2
        elif name.endswith("bias") and shapes[name.replace("bias", "weight")].dim() == 1:  # shifts
            v = v / 4 + np.where(v > 0, 2, -2)
        else:  # biases, running means
            v = v / 4
        result[name] = torch.from_numpy(np.ascontiguousarray(v)).to(tensor.dtype)
    return result


def batch(channels, size, count, trial):
    """Hashed pixels, darker in earlier images, and labels."""
    n = channels * size * size
    noise = (hashed(np.arange(count * n) + (trial + 1) * 0x100000) >> np.uint32(24)).astype(np.int64).reshape(count, channels, size, size)
    pixels = noise * np.arange(2, count + 2).reshape(-1, 1, 1, 1) // (count + 1)
    return torch.from_numpy(pixels), torch.tensor([(7 * i + 3) % CLASSES for i in range(count)])


def build(name, dtype, input, trial, kinks=None):
    case, (size, count) = CASES[name], input
    model = BUILDERS[name](case.channels, size, CLASSES)
    model.load_state_dict(state_values(name, size), strict=True)
    if kinks:
        kinks.watch(model)
    pixels, labels = batch(case.channels, size, count, trial)
    return Normalised(model, *case.constants).to(dtype), pixels.to(dtype) / 255, labels


def search(attempt):
    """The trial with the largest margin: its number, the margin, and what `attempt` made of it."""
    best = (0, 0.0, None)
    for trial in range(TRIALS):
        kinks = Kinks(best[1])
        try:
            result = attempt(trial, kinks)
            best = (trial, kinks.margin, result)
        except TooNear:
            pass
    return best


def evaluate(name, dtype, trial, kinks=None):
    """Logits in both modes, loss and gradients at the initial weights."""
    model, images, labels = build(name, dtype, CASES[name].gradient_input, trial, kinks)
    logits = model(images)
    loss = torch.nn.functional.cross_entropy(logits, labels)
    loss.backward()
    gradients = {key: p.grad.double().numpy() for key, p in model.model.named_parameters()}
    twin, _, _ = build(name, dtype, CASES[name].gradient_input, trial)
    result = {"logits_train": logits, "loss": loss, "logits_evaluate": twin.eval()(images)}
    return {k: v.detach().double().numpy() for k, v in result.items()}, gradients


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, weight_decay=5e-4, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-3, eps=1e-3, weight_decay=1e-2),
    "adamw": lambda p: torch.optim.AdamW(p, lr=1e-3, eps=1e-3, weight_decay=1e-2),
}


def train(name, dtype, optimizer, trial, kinks=None):
    """Losses before each of five steps and after them, how the parameters moved, and the buffers."""
    model, images, labels = build(name, dtype, CASES[name].step_input, trial, kinks)
    model.train()
    before = {k: p.detach().clone() for k, p in model.model.named_parameters()}
    optimizer = OPTIMIZERS[optimizer](model.parameters())
    losses = []
    for step in range(STEPS + 1):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(images), labels)
        losses.append(loss.item())
        if step < STEPS:
            loss.backward()
            optimizer.step()
    moved = {k: (p.detach() - before[k]).double().numpy() for k, p in model.model.named_parameters()}
    buffers = {k: b.double().numpy() for k, b in model.model.named_buffers() if "num_batches" not in k}
    return np.array(losses), moved, buffers


def error(found, truth):
    """Relative L2 error."""
    return np.linalg.norm((found - truth).ravel()) / max(np.linalg.norm(truth.ravel()), 1e-300)


def sampled(values, count):
    """About `count` entries, a stride apart that is prime to the size, so that all rows and columns have their turn."""
    flat = values.ravel()
    stride = max(1, flat.size // count)
    while math.gcd(stride, flat.size) > 1:
        stride -= 1
    return flat[::stride][:count]


def projections(values):
    """Inner products with the table from four offsets on."""
    flat = values.ravel()
    return [flat @ tiled(table(), 1009 * (k + 1), flat.size) for k in range(PROJECTIONS)]


def put(group, name, truth, found=None):
    data = group.create_dataset(name, data=truth)
    if found is not None:
        data.attrs["torch_error"] = error(found, truth)


def write_gradients(file, name, truth, found):
    limit = CASES[name].whole
    group = file.create_group("gradients", track_order=True)
    for key, g in truth.items():
        one = group.create_group(key)
        one.attrs["norm"] = np.linalg.norm(g.ravel())
        one.attrs["torch_error"] = error(found[key], g)
        if g.size <= limit:
            one.create_dataset("whole", data=g.astype(np.float32), compression="gzip", shuffle=True)
        else:
            one.create_dataset("samples", data=sampled(g, SAMPLES))
            one.create_dataset("projections", data=np.array(projections(g)))


def write_steps(file, name):
    for optimizer in OPTIMIZERS:
        trial, margin, (losses, moved, buffers) = search(
            lambda trial, kinks: train(name, torch.float64, optimizer, trial, kinks)
        )
        losses32, moved32, buffers32 = train(name, torch.float32, optimizer, trial)
        group = file.create_group(f"steps/{optimizer}", track_order=True)
        group.attrs["trial"], group.attrs["margin"] = trial, margin
        worst = max(error(moved32[k], v) for k, v in moved.items())
        print(f"{name}, five steps of {optimizer}: margin {margin:.1e}, torch float32 error {worst:.1e}", flush=True)
        group.create_dataset("loss", data=losses)
        group.create_dataset("torch_loss", data=losses32)
        for label, truth, found in (("moved", moved, moved32), ("buffers", buffers, buffers32)):
            if not truth:
                continue
            part = group.create_group(label, track_order=True)
            part.attrs["norms"] = [np.linalg.norm(v.ravel()) for v in truth.values()]
            part.attrs["torch_errors"] = [
                error(sampled(found[k], STEP_SAMPLES), sampled(v, STEP_SAMPLES)) for k, v in truth.items()
            ]
            samples = np.concatenate([sampled(v, STEP_SAMPLES) for v in truth.values()])
            part.create_dataset("samples", data=samples)
            part.attrs["sample_counts"] = [sampled(v, STEP_SAMPLES).size for v in truth.values()]


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    shapes = {}
    for name, builder in BUILDERS.items():
        channels = 1 if name in ("mlp", "convnet") else 3
        model = builder(channels, 28 if channels == 1 else 32, CLASSES)
        shapes[name] = {
            "input": [channels, 28 if channels == 1 else 32],
            "parameters": sum(p.numel() for p in model.parameters()),
            "state": [[key, list(value.shape)] for key, value in model.state_dict().items()],
        }
    with open(os.path.join(FOLDER, "state-dicts.json"), "w") as file:
        models = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in shapes.items())
        file.write("{\n" + models + "\n}\n")
    for name, case in CASES.items():
        trial, margin, (truth, gradients) = search(
            lambda trial, kinks: evaluate(name, torch.float64, trial, kinks)
        )
        found, gradients32 = evaluate(name, torch.float32, trial)
        path = os.path.join(FOLDER, f"{name}.h5")
        with h5py.File(path, "w", track_order=True) as file:
            file.attrs["format"] = "lethe.golden"
            file.attrs["made_by"] = f"make_goldens.py, torch {torch.__version__}, torchvision {torchvision.__version__}"
            file.attrs["channels"] = case.channels
            file.attrs["gradient_input"], file.attrs["step_input"] = case.gradient_input, case.step_input
            file.attrs["trial"], file.attrs["margin"] = trial, margin
            for key, value in truth.items():
                put(file, key, value, found[key])
            write_gradients(file, name, gradients, gradients32)
            write_steps(file, name)
        print(
            f"{name}: {os.path.getsize(path)} bytes, loss {truth['loss']:.6f}, margin {margin:.1e}; torch float32 "
            f"errors: logits {error(found['logits_train'], truth['logits_train']):.1e}, gradients "
            f"{max(error(gradients32[k], g) for k, g in gradients.items()):.1e}",
            flush=True,
        )


if __name__ == "__main__":
    main()
