#!/usr/bin/env python3
"""Writes methods.h5, with which MethodGoldenTests compares: `python make_method_goldens.py` (torch, h5py, numpy).

Five unlearning methods, each written here after the code that its authors released, in float64 on a tiny network with
batch normalisation, from the same weights, with the same batches in the same order:

  salun        Unlearn-Saliency at a6e89fd: generate_mask.py, unlearn/RL.py (CIFAR-10 branch), with the weight fix of
               February 2026 and, as salun-leaking, without it
  l1-sparse    Unlearn-Saliency at a6e89fd: unlearn/FT.py (FT_l1)
  scrub        meghdadk/SCRUB at 98ffb11: helper/loops.py (train_distill), distiller_zoo/KD.py, helper/util.py
               (adjust_learning_rate), the loop of large_scale_unlearning.ipynb
  bad-teacher  vikram2000b/bad-teaching-unlearning at its last commit: unlearn.py (UnlearnerLoss, unlearning_step)
  ssd          if-loops/selective-synaptic-dampening at cdfdc0e: ssd.py (calc_importance, modify_weight), the loaders of
               forget_full_class_main.py; as ssd-loss-free, with the changes for LFSSD in its README

The network was trained a little first, so that there is something to forget. Orders, labels and the retain subset come
from the streams of the Swift code (streams.py).
"""

import copy
import os

import h5py
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from streams import Stream

FOLDER = os.path.dirname(os.path.abspath(__file__))
SAMPLES, CLASSES, SIDE, BATCH, FORGET_BATCH, SEED = 36, 4, 6, 5, 4, 5


class Tiny(nn.Module):
    """conv 1→6, bn, relu, conv 6→8 with stride 2, bn, relu, mean of each map, fc."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 8, 3, stride=2, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(8)
        self.fc = nn.Linear(8, CLASSES)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        return self.fc(x.mean((2, 3)))


def rounded(model):
    """The model with every value rounded to float32, in float64: what both sides can start from."""
    model = model.float().double()
    return model


def pieces(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


class Task:
    def __init__(self):
        rng = np.random.default_rng(20260101)
        self.labels = np.arange(SAMPLES) % CLASSES
        pixels = rng.integers(0, 120, (SAMPLES, 1, SIDE, SIDE))
        for row, label in enumerate(self.labels):  # a class lights a corner
            y, x = 3 * (label // 2), 3 * (label % 2)
            pixels[row, 0, y : y + 3, x : x + 3] += rng.integers(40, 130)
        self.pixels = pixels.astype(np.uint8)
        self.x = torch.from_numpy((self.pixels.astype(np.float32) / np.float32(255)).astype(np.float64))
        self.y = torch.from_numpy(self.labels)
        self.forget = np.flatnonzero(self.labels == 0)
        self.retain = np.flatnonzero(self.labels != 0)
        self.random = Stream(seed=SEED)
        torch.manual_seed(1)
        self.original = rounded(self.trained(Tiny().double()))
        torch.manual_seed(2)
        self.stranger = rounded(Tiny().double())

    def trained(self, model):
        optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
        for _ in range(12):
            optimizer.zero_grad()
            F.cross_entropy(model(self.x), self.y).backward()
            optimizer.step()
        return model

    def orders(self, positions, stream, size, passes):
        """Batches of each pass: positions, shuffled by the stream's child "shuffle"."""
        shuffle = stream.child("shuffle")
        for number in range(passes):
            order = shuffle.child(number).permutation(len(positions))
            yield pieces(order, size)


def salun(task, strict):
    model = copy.deepcopy(task.original)
    criterion = nn.CrossEntropyLoss()
    # generate_mask.py
    model.eval()
    sums = {name: torch.zeros_like(p) for name, p in model.named_parameters()}
    for rows in next(task.orders(task.forget, task.random.child("saliency"), BATCH, 1)):
        batch = task.forget[rows]
        model.zero_grad()
        (-criterion(model(task.x[batch]), task.y[batch])).backward()
        for name, p in model.named_parameters():
            sums[name] += p.grad
    flat = -torch.cat([g.abs().flatten() for g in sums.values()])
    ranks = torch.argsort(torch.argsort(flat, stable=True), stable=True)
    chosen, mask, start = int(len(flat) * 0.5), {}, 0
    for name, g in sums.items():
        mask[name] = (ranks[start : start + g.numel()] < chosen).reshape(g.shape).double()
        start += g.numel()
    # RL.py
    theta0 = {name: p.detach().clone() for name, p in model.named_parameters()}
    optimizer = torch.optim.SGD(model.parameters(), 0.05, momentum=0.9, weight_decay=5e-3)
    model.train()

    def step(x, y):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        for name, p in model.named_parameters():
            p.grad *= mask[name]
        optimizer.step()
        if strict:
            with torch.no_grad():
                for name, p in model.named_parameters():
                    p.mul_(mask[name]).add_(theta0[name] * (1 - mask[name]))
                    optimizer.state[p]["momentum_buffer"].mul_(mask[name])

    forget = task.orders(task.forget, task.random.child("forget"), BATCH, 2)
    retain = task.orders(task.retain, task.random, BATCH, 2)
    for epoch in range(2):
        stream = task.random.child("labels").child(epoch)
        drawn = torch.tensor([stream.below(CLASSES) for _ in task.forget])
        for rows in next(forget):
            step(task.x[task.forget[rows]], drawn[rows])
        for rows in next(retain):
            step(task.x[task.retain[rows]], task.y[task.retain[rows]])
    return model


def l1_sparse(task):
    model, criterion = copy.deepcopy(task.original), nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), 0.05, momentum=0.9, weight_decay=5e-4)
    model.train()
    epochs, alpha = 3, 2e-3
    for epoch, batches in enumerate(task.orders(task.retain, task.random, BATCH, epochs)):
        for rows in batches:
            batch = task.retain[rows]
            loss = criterion(model(task.x[batch]), task.y[batch])
            size = torch.linalg.norm(torch.cat([p.view(-1) for p in model.parameters()]), ord=1)
            loss = loss + alpha * (1 - epoch / epochs) * size
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def scrub(task):
    temperature, alpha, gamma, rate = 2, 0.3, 0.9, 0.05
    teacher, model = copy.deepcopy(task.original).eval(), copy.deepcopy(task.original).train()
    optimizer = torch.optim.SGD(model.parameters(), rate, momentum=0.9, weight_decay=5e-4)

    def divergence(student, target):
        p_s = F.log_softmax(student / temperature, dim=1)
        p_t = F.softmax(target / temperature, dim=1)
        return F.kl_div(p_s, p_t, reduction="sum") * temperature**2 / student.shape[0]

    forget = task.orders(task.forget, task.random.child("forget"), FORGET_BATCH, 2)
    retain = task.orders(task.retain, task.random, BATCH, 3)
    for epoch in range(1, 4):
        for group in optimizer.param_groups:
            group["lr"] = rate * 0.1 ** np.sum(epoch > np.asarray([2]))
        passes = [("maximise", task.forget, next(forget))] if epoch <= 2 else []
        passes.append(("minimise", task.retain, next(retain)))
        for kind, positions, batches in passes:
            for rows in batches:
                x, y = task.x[positions[rows]], task.y[positions[rows]]
                logits = model(x)
                with torch.no_grad():
                    target = teacher(x)
                distance = divergence(logits, target)
                loss = -distance if kind == "maximise" else gamma * F.cross_entropy(logits, y) + alpha * distance
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return model


def bad_teacher(task):
    model, temperature = copy.deepcopy(task.original).train(), 2
    competent, incompetent = copy.deepcopy(task.original).eval(), copy.deepcopy(task.stranger).eval()
    count = int(0.3 * len(task.retain))
    kept = sorted(task.random.child("retain-subset").permutation(len(task.retain))[:count])
    positions = np.concatenate([task.forget, task.retain[kept]])
    tags = torch.cat([torch.ones(len(task.forget)), torch.zeros(count)]).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for batches in task.orders(positions, task.random, BATCH, 2):
        for rows in batches:
            x, labels = task.x[positions[rows]], tags[rows][:, None]
            with torch.no_grad():
                full, unlearn = competent(x), incompetent(x)
            target = labels * F.softmax(unlearn / temperature, dim=1) + (1 - labels) * F.softmax(full / temperature, dim=1)
            loss = F.kl_div(F.log_softmax(model(x) / temperature, dim=1), target, reduction="mean")
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def ssd(task, alpha, constant, loss_free):
    model = copy.deepcopy(task.original).eval()
    by_class = [np.flatnonzero(task.labels == label) for label in range(CLASSES)]  # label 0 is the forget set

    def importance(positions):
        batches = pieces(positions, BATCH)
        sums = {name: torch.zeros_like(p) for name, p in model.named_parameters()}
        for batch in batches:
            model.zero_grad()
            logits = model(task.x[batch])
            if loss_free:
                torch.norm(logits, p="fro", dim=1).pow(2).mean().backward()
            else:
                F.cross_entropy(logits, task.y[batch]).backward()
            for name, p in model.named_parameters():
                sums[name] += p.grad.abs() if loss_free else p.grad.pow(2)
        return {name: total / len(batches) for name, total in sums.items()}

    forget = importance(by_class[0])
    whole = importance(np.concatenate([*by_class[1:], by_class[0]]))
    selected, nearest = 0, np.inf
    with torch.no_grad():
        for name, p in model.named_parameters():
            places = torch.where(forget[name] > alpha * whole[name])
            update = (constant * whole[name] / forget[name])[places].clamp(max=1)
            p[places] = p[places] * update
            selected += len(places[0])
            gap = (forget[name] / (alpha * whole[name]) - 1).abs()
            nearest = min(nearest, gap[whole[name] > 0].min().item())
    # A weight on the edge would be selected or not by rounding.
    print(f"ssd: {selected} selected, the nearest to the edge is {nearest:.1e} away")
    return model


def write(group, model, dtype):
    for name, value in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            group.create_dataset(name, data=np.int64(value))
        else:
            group.create_dataset(name, data=value.numpy().astype(dtype))


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    task = Task()
    with h5py.File(os.path.join(FOLDER, "methods.h5"), "w", track_order=True) as file:
        file.attrs["script"] = "Tests/Golden/make_method_goldens.py"
        file.attrs["torch"] = torch.__version__.split("+")[0]
        file.create_dataset("images", data=task.pixels)
        file.create_dataset("labels", data=task.labels.astype(np.int64))
        write(file.create_group("original", track_order=True), task.original, np.float32)
        write(file.create_group("stranger", track_order=True), task.stranger, np.float32)
        results = {
            "salun": salun(task, strict=True),
            "salun-leaking": salun(task, strict=False),
            "l1-sparse": l1_sparse(task),
            "scrub": scrub(task),
            "bad-teacher": bad_teacher(task),
            "ssd": ssd(task, alpha=1.5, constant=0.4, loss_free=False),
            "ssd-loss-free": ssd(task, alpha=1.1, constant=0.7, loss_free=True),
        }
        for name, model in results.items():
            write(file.create_group(name, track_order=True), model, np.float64)
            moved = sum(
                ((a - b) ** 2).sum() for a, b in zip(model.parameters(), task.original.parameters())
            ).sqrt()
            with torch.no_grad():
                said = model.eval()(task.x).argmax(1) == task.y
            print(f"{name}: moved {moved:.4f}, forget {said[task.forget].double().mean():.2f}, "
                  f"retain {said[task.retain].double().mean():.2f}")


if __name__ == "__main__":
    main()
