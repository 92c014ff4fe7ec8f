"""One workload of PyTorch's in a process of its own, in one variant; see gate.py for how it is driven.

worker.py KIND-NETWORK VARIANT [--batch N] [--threads T]
"""

import argparse

import torch

import gate
import inference
import inversion
import training

KINDS = {"train": training.prepare, "infer": inference.prepare, "invert": inversion.prepare}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload")
    parser.add_argument("variant")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    imports_bytes = gate.peak_bytes()
    torch.set_num_threads(options.threads)
    kind, _, name = options.workload.partition("-")
    gate.serve(KINDS[kind](name, options.variant, options.batch), imports_bytes)


main()
