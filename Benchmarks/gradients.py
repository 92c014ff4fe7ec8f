"""How far float32 gradients of one training step are from float64: ours, PyTorch's. Writes results/gradients-*.json.

gradients.py [--network resnet18] [--batch N] [--threads T] [--seeds N]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import h5py
import numpy as np
import torch
from torch.nn.functional import cross_entropy

from harness import report
from harness.machine import versions
from harness.records import RESULTS
from harness.worker import PEERS, command_of_ours

sys.path.append(str(PEERS))
import networks  # noqa: E402

MODES = ("fast", "accurate")


def twin(name, folder):
    """PyTorch's network with the weights of ours."""
    model = networks.network(name)
    with h5py.File(folder / "model.h5") as file:
        state = {key: torch.from_numpy(np.asarray(value[()])) for key, value in file["state_dict"].items()}
    model.load_state_dict(state, strict=True)
    return model.train()


def gradients(model, images, labels):
    loss = cross_entropy(model(images), labels)
    return [part.double() for part in torch.autograd.grad(loss, list(model.parameters()))]


def ours(folder, like):
    """Our gradients, cut as PyTorch's."""
    flat = torch.from_numpy(np.fromfile(folder / "gradients.f32", dtype=np.float32)).double()
    sizes = [part.numel() for part in like]
    assert flat.numel() == sum(sizes)
    return [piece.view(part.shape) for piece, part in zip(flat.split(sizes), like)]


def errors(found, exact):
    """Relative L2 error of each parameter's gradient."""
    return [((a - b).norm() / b.norm()).item() for a, b in zip(found, exact)]


def compare(options, seed, folder):
    def run_ours(mode):
        more = ["--folder", str(folder), "--seed", str(seed), "--compute", mode]
        subprocess.run(
            command_of_ours(f"gradients-{options.network}", options.batch, options.threads, *more), check=True)

    run_ours(MODES[0])
    channels, size, _ = networks.image_shape(options.network)
    images = np.fromfile(folder / "images.f32", dtype=np.float32).reshape(-1, size, size, channels)
    images = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous()
    labels = torch.from_numpy(np.fromfile(folder / "labels.i32", dtype=np.int32).astype(np.int64))
    exact = gradients(twin(options.network, folder).double(), images.double(), labels)
    found = {f"lethe {MODES[0]}": ours(folder, exact)}
    for mode in MODES[1:]:  # the same network and images, for the same seed
        run_ours(mode)
        found[f"lethe {mode}"] = ours(folder, exact)
    for variant in ("nchw", "channels_last"):
        model = networks.in_layout(variant, twin(options.network, folder))
        found[f"PyTorch {variant}"] = gradients(model, networks.in_layout(variant, images), labels)
    return {label: errors(parts, exact) for label, parts in found.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", default="resnet18")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = []
    for seed in range(options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            for label, values in compare(options, seed, Path(folder)).items():
                rows.append({"seed": seed, "runner": label, "median": median(values), "largest": max(values)})
                print(rows[-1], file=sys.stderr, flush=True)
    record = {"network": options.network, "batch": options.batch, "versions": versions(), "rows": rows}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"gradients-{options.network}.json").write_text(json.dumps(record, indent=1) + "\n")
    report.write()


main()
