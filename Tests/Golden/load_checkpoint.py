#!/usr/bin/env python3
"""Loads a Lethe checkpoint into its PyTorch twin, strictly, and compares logits: load_checkpoint.py MODEL.h5 IO.h5

IO.h5 holds `images` uint8 [N, C, H, W] and the `logits` float32 [N, classes] that Lethe computed in evaluate mode.
"""

import sys

import h5py
import numpy as np
import torch

from models import BUILDERS, Normalised


def main(checkpoint, io):
    with h5py.File(io) as file:
        images, expected = torch.from_numpy(file["images"][()]), file["logits"][()]
    with h5py.File(checkpoint) as file:
        name, classes = file.attrs["architecture"], int(file.attrs["class_count"])
        model = BUILDERS[name](images.shape[1], images.shape[2], classes)
        model.load_state_dict({k: torch.from_numpy(np.asarray(v[()])) for k, v in file["state_dict"].items()}, strict=True)
        model = Normalised(model, list(file.attrs["mean"]), list(file.attrs["std"])).eval()
    with torch.no_grad():
        found = model(images.float() / 255).numpy()
    error = np.linalg.norm(found - expected) / np.linalg.norm(expected)
    print(f"{name}: relative error of the logits {error:.1e}")
    return 0 if found.shape == expected.shape and error < 1e-5 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
