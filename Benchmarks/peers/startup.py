"""The time from --started-at, a reading of the monotonic clock before the process was started, to the first forward pass
of a training run. One process is one repetition.

startup.py VARIANT --started-at NANOSECONDS [--batch N] [--threads T]
"""

import argparse
import time

import torch

import gate
import networks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("variant")
    parser.add_argument("--started-at", type=int, required=True)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = networks.in_layout(options.variant, networks.network("resnet18")).train()
    networks.in_layout(options.variant, networks.images("resnet18", options.batch))
    networks.labels(options.batch)
    torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4, fused=True)
    seconds = (time.monotonic_ns() - options.started_at) / 1e9
    gate.answer(seconds=[seconds], peak_bytes=gate.peak_bytes(), imports_bytes=0)


main()
