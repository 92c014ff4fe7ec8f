#!/usr/bin/env python3
"""Runs the code that authors released and compares with methods.h5 (torch, h5py, numpy).

    python compare_released_code.py --unlearn-saliency DIR --scrub DIR --bad-teaching DIR --ssd DIR

Each DIR is a checkout of the repository named below; those not given are left out. The authors' own functions are
imported from there and run on the network, the weights, the batches and the order of make_method_goldens.py. What they
import and do not use here (argument parsers, datasets, plots, logging) is replaced by empty modules, `.cuda()` and
`.float()` do nothing, so that everything runs in float64 on a CPU, and labels that they draw come from the stream of the
Swift code. Printed is the largest difference of any parameter or running statistic, beside how far the farthest has
moved; the exit status is 1 when a difference is above 1e-9.

  salun        OPTML-Group/Unlearn-Saliency: generate_mask.py (save_gradient_ratio), unlearn/RL.py (RL)
  l1-sparse    OPTML-Group/Unlearn-Saliency: unlearn/FT.py (FT_l1)
  scrub        meghdadk/SCRUB: repdistiller/helper/loops.py (train_distill), distiller_zoo/KD.py (DistillKL),
               helper/util.py (adjust_learning_rate)
  bad-teacher  vikram2000b/bad-teaching-unlearning: unlearn.py (unlearning_step, UnlearnerLoss)
  ssd          if-loops/selective-synaptic-dampening: src/ssd.py (ParameterPerturber)
"""

import argparse
import contextlib
import copy
import importlib
import io
import os
import sys
import tempfile
import types
from unittest import mock

import h5py
import numpy as np
import torch
from torch import nn

from make_method_goldens import BATCH, CLASSES, FOLDER, FORGET_BATCH, Task

TOLERANCE = 1e-9


class Loader:
    """Batches of given passes in turn: what a DataLoader is to the released code."""

    def __init__(self, passes):
        self.passes, self.dataset, self.length = passes, [], 0

    def __iter__(self):
        return iter(next(self.passes))

    def __len__(self):
        return self.length


def batches(task, positions, stream, size, passes, item=lambda task, rows: (task.x[rows], task.y[rows])):
    positions = np.asarray(positions)
    for order in task.orders(positions, stream, size, passes):
        yield [item(task, positions[rows]) for rows in order]


class Meter:
    """Stands for the released AverageMeter: numbers for the log alone."""

    val = avg = 0

    def update(self, *_):
        pass


@contextlib.contextmanager
def released(folder, **stubs):
    """Imports of the released code, from `folder`; nothing of it stays behind in sys.modules."""
    before = set(sys.modules)
    paths, modules = [folder, *sys.path], {name: as_module(name, stub) for name, stub in stubs.items()}
    with mock.patch.object(sys, "path", paths), mock.patch.dict(sys.modules, modules), \
            mock.patch.object(torch.Tensor, "cuda", lambda self, *_, **__: self), \
            mock.patch.object(torch.Tensor, "float", lambda self: self), \
            contextlib.redirect_stdout(io.StringIO()):
        yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


def as_module(name, stub):
    module = types.ModuleType(name)
    module.__dict__.update(stub)
    return module


def package(folder):
    """A package whose __init__ is not run."""
    return {"__path__": [folder]}


def saliency_stubs(folder):
    utils = {"AverageMeter": Meter, "accuracy": lambda *_: [torch.zeros(())]}
    return {
        "utils": utils, "arg_parser": {}, "imagenet": {"get_x_y_from_data_dict": None}, "matplotlib": package("."),
        "matplotlib.pyplot": {},
        "pruner": {"extract_mask": None, "prune_model_custom": None, "remove_prune": None},
        "unlearn": package(os.path.join(folder, "unlearn")),
    }


def saliency_arguments(**values):
    return types.SimpleNamespace(
        **{
            "momentum": 0.9, "warmup": 0, "decreasing_lr": "91,136", "rewind_epoch": 0, "imagenet_arch": False,
            "print_freq": 10**9, "num_classes": CLASSES, "dataset": "cifar10", "no_l1_epochs": 0, **values,
        })


def salun(task, checkout):
    folder, model = os.path.join(checkout, "Classification"), copy.deepcopy(task.original)
    criterion = nn.CrossEntropyLoss()
    with released(folder, **saliency_stubs(folder)), tempfile.TemporaryDirectory() as place:
        saliency = task.random.child("saliency")
        arguments = saliency_arguments(unlearn="RL", unlearn_lr=0.05, weight_decay=5e-3, unlearn_epochs=2, save_dir=place)
        loader = Loader(batches(task, task.forget, saliency, BATCH, 1))
        importlib.import_module("generate_mask").save_gradient_ratio({"forget": loader}, model, criterion, arguments)
        mask = torch.load(os.path.join(place, "with_0.5.pt"))

        drawn = iter(())

        def passes():  # labels are drawn for the whole forget set; a batch takes those of its samples
            nonlocal drawn
            orders = task.orders(task.forget, task.random.child("forget"), BATCH, 2)
            for epoch, order in enumerate(orders):
                stream = task.random.child("labels").child(epoch)
                labels = torch.tensor([stream.below(CLASSES) for _ in task.forget])
                drawn = iter([labels[rows] for rows in order])
                yield [(task.x[task.forget[rows]], task.y[task.forget[rows]]) for rows in order]

        loaders = {"forget": Loader(passes()), "retain": Loader(batches(task, task.retain, task.random, BATCH, 2))}
        with mock.patch.object(torch, "randint", lambda low, high, shape: next(drawn)):
            importlib.import_module("unlearn.RL").RL(loaders, model, criterion, arguments, mask)
    return model


def l1_sparse(task, checkout):
    folder, model = os.path.join(checkout, "Classification"), copy.deepcopy(task.original)
    with released(folder, **saliency_stubs(folder)):
        arguments = saliency_arguments(unlearn="FT_l1", unlearn_lr=0.05, weight_decay=5e-4, unlearn_epochs=3, alpha=2e-3)
        loader = Loader(batches(task, task.retain, task.random, BATCH, 3))
        importlib.import_module("unlearn.FT").FT_l1({"retain": loader}, model, nn.CrossEntropyLoss(), arguments)
    return model


def scrub(task, checkout):
    folder = os.path.join(checkout, "thirdparty", "repdistiller")
    model, teacher = copy.deepcopy(task.original), copy.deepcopy(task.original)
    zoo = os.path.join(folder, "distiller_zoo")
    with released(folder, distiller_zoo=package(zoo)):
        loops, util = importlib.import_module("helper.loops"), importlib.import_module("helper.util")
        divergence = importlib.import_module("distiller_zoo.KD").DistillKL(2)
        options = types.SimpleNamespace(
            distill="kd", gamma=0.9, alpha=0.3, beta=0, print_freq=10**9, sgda_learning_rate=0.05, lr_decay_rate=0.1,
            lr_decay_epochs=[2])
        optimizer = torch.optim.SGD(model.parameters(), 0.05, momentum=0.9, weight_decay=5e-4)
        modules, criteria = nn.ModuleList([model, teacher]), [nn.CrossEntropyLoss(), divergence, divergence]
        forget = Loader(batches(task, task.forget, task.random.child("forget"), FORGET_BATCH, 2))
        retain = Loader(batches(task, task.retain, task.random, BATCH, 3))
        for epoch in range(1, 4):  # the loop of large_scale_unlearning.ipynb
            util.adjust_learning_rate(epoch, options, optimizer)
            if epoch <= 2:
                loops.train_distill(epoch, forget, modules, None, criteria, optimizer, options, "maximize", quiet=True)
            loops.train_distill(epoch, retain, modules, None, criteria, optimizer, options, "minimize", quiet=True)
    return model


def bad_teacher(task, checkout):
    model, competent = copy.deepcopy(task.original).train(), copy.deepcopy(task.original).eval()
    incompetent, count = copy.deepcopy(task.stranger).eval(), int(0.3 * len(task.retain))
    kept = sorted(task.random.child("retain-subset").permutation(len(task.retain))[:count])
    positions = np.concatenate([task.forget, task.retain[kept]])

    def tagged(task, rows):
        return task.x[rows], torch.from_numpy(np.isin(rows, task.forget).astype(np.int64))

    with released(checkout, dataset={"UnLearningData": None}):
        step = importlib.import_module("unlearn").unlearning_step
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
        loader = Loader(batches(task, positions, task.random, BATCH, 2, tagged))
        for _ in range(2):
            step(model, incompetent, competent, loader, optimizer, "cpu", 2)
    return model


SSD = {"selection_weighting": 1.5, "dampening_constant": 0.4}


def ssd_loaders(task):
    def plain(positions):  # unshuffled, over lists sorted by class: the loaders of forget_full_class_main.py
        return [(task.x[rows], None, task.y[rows]) for rows in np.split(positions, range(BATCH, len(positions), BATCH))]

    by_class = np.argsort(task.labels[task.retain], kind="stable")
    return plain(task.forget), plain(np.concatenate([task.retain[by_class], task.forget]))


def ssd(task, checkout):
    model = copy.deepcopy(task.original).eval()
    stubs = {
        "torchvision": {"datasets": None, "models": None, "transforms": None}, "matplotlib": package("."),
        "matplotlib.pyplot": {}, "wandb": {}, "tqdm": {"tqdm": None}, "seaborn": {}, "scipy": package("."),
        "scipy.stats": {},
    }
    with released(os.path.join(checkout, "src"), **stubs):
        parameters = {
            "lower_bound": 1, "exponent": 1, "magnitude_diff": None, "min_layer": -1, "max_layer": -1,
            "forget_threshold": 1, **SSD,
        }
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        perturber = importlib.import_module("ssd").ParameterPerturber(model, optimizer, "cpu", parameters)
        forget, full = ssd_loaders(task)
        lost = perturber.calc_importance(forget)
        perturber.modify_weight(perturber.calc_importance(full), lost)
    return model


def arrays(model):
    return {k: v.numpy() for k, v in model.state_dict().items() if not k.endswith("num_batches_tracked")}


def main():
    parser = argparse.ArgumentParser()
    for name in ("unlearn-saliency", "scrub", "bad-teaching", "ssd"):
        parser.add_argument("--" + name, metavar="DIR")
    given = parser.parse_args()
    torch.set_num_threads(1)
    task, isGood = Task(), True
    start = arrays(task.original)
    comparisons = [
        ("salun", salun, given.unlearn_saliency), ("l1-sparse", l1_sparse, given.unlearn_saliency),
        ("scrub", scrub, given.scrub), ("bad-teacher", bad_teacher, given.bad_teaching), ("ssd", ssd, given.ssd),
    ]
    with h5py.File(os.path.join(FOLDER, "methods.h5")) as file:
        for name, run, checkout in comparisons:
            if checkout is None:
                print(f"{name}: left out")
                continue
            found = arrays(run(task, os.path.abspath(checkout)))
            ours = {k: file[name][k][()] for k in found}
            difference = max(np.abs(found[k] - ours[k]).max() for k in found)
            moved = max(np.abs(ours[k] - start[k]).max() for k in found)
            print(f"{name}: largest difference {difference:.1e}, farthest move {moved:.2f}")
            isGood = isGood and difference <= TOLERANCE
    sys.exit(0 if isGood else 1)


if __name__ == "__main__":
    main()
