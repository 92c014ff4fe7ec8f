"""One workload of PyTorch's in a process of its own, in one variant; see gate.py for how it is driven.

worker.py WORKLOAD VARIANT [--batch N] [--threads T] [--data FOLDER]
"""

import argparse
from importlib import import_module

import torch

import gate

# The module that prepares a workload, by the first word of its name.
MODULES = {
    "train": "training", "infer": "inference", "invert": "inversion", "epoch": "epochs", "lstsq": "algebra",
    "singular": "algebra", "linear": "algebra",
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload")
    parser.add_argument("variant")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data")
    options = parser.parse_args()
    module = import_module(MODULES[options.workload.partition("-")[0]])
    imports_bytes = gate.peak_bytes()
    torch.set_num_threads(options.threads)
    # What `prepare` returns does one repetition; what it computed goes into `facts`.
    facts = {}
    gate.serve(module.prepare(options, facts), imports_bytes, facts)


main()
