"""Linear algebra on tall single-precision matrices, by each of PyTorch's ways."""

from pathlib import Path

import numpy as np
import torch

BLOCK_ROWS = 2048


def matrix(folder, name, columns):
    values = np.fromfile(Path(folder) / f"{name}.f32", dtype=np.float32).reshape(-1, columns)
    return torch.from_numpy(values)


def normal_equations(a, y):
    return torch.cholesky_solve(a.T @ y, torch.linalg.cholesky(a.T @ a))


def blocked_normal_equations(a, y):
    """In double precision, widened block by block so that the blocks stay in cache."""
    gram = torch.zeros(a.shape[1], a.shape[1], dtype=torch.float64)
    right = torch.zeros(a.shape[1], y.shape[1], dtype=torch.float64)
    for start in range(0, a.shape[0], BLOCK_ROWS):
        block = a[start:start + BLOCK_ROWS].double()
        gram.addmm_(block.T, block)
        right.addmm_(block.T, y[start:start + BLOCK_ROWS].double())
    return torch.cholesky_solve(right, torch.linalg.cholesky(gram))


def blocked_gram(a):
    gram = torch.zeros(a.shape[1], a.shape[1], dtype=torch.float64)
    for start in range(0, a.shape[0], BLOCK_ROWS):
        block = a[start:start + BLOCK_ROWS].double()
        gram.addmm_(block.T, block)
    return gram


def roots_of_eigenvalues(gram):
    return torch.linalg.eigvalsh(gram).clamp(min=0).sqrt().flip(0)


def alignment(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return (x.T @ y).norm() ** 2 / ((x.T @ x).norm() * (y.T @ y).norm())


def alignment_centred_after(x, y):
    """Takes the means off the products instead of the samples."""
    mean_x, mean_y, n = x.mean(0), y.mean(0), x.shape[0]
    xy, xx, yy = (
        (a.T @ b).addr_(p, q, alpha=-n) for a, b, p, q in (
            (x, y, mean_x, mean_y), (x, x, mean_x, mean_x), (y, y, mean_y, mean_y)))
    return xy.norm() ** 2 / (xx.norm() * yy.norm())


WAYS = {
    "lstsq": {
        "gels float32": lambda a, y: torch.linalg.lstsq(a, y, driver="gels").solution,
        "gelsd float32": lambda a, y: torch.linalg.lstsq(a, y, driver="gelsd").solution,
        "gelsy float32": lambda a, y: torch.linalg.lstsq(a, y, driver="gelsy").solution,
        "normal equations float32": normal_equations,
        "normal equations float64": lambda a, y: normal_equations(a.double(), y.double()),
        "normal equations float64 blocked": blocked_normal_equations,
        "gels float64": lambda a, y: torch.linalg.lstsq(a.double(), y.double(), driver="gels").solution,
    },
    "singular-values": {
        "svdvals float32": torch.linalg.svdvals,
        "svdvals float64": lambda a: torch.linalg.svdvals(a.double()),
        "svdvals of R float32": lambda a: torch.linalg.svdvals(torch.linalg.qr(a, mode="r").R),
        "eigenvalues float32": lambda a: roots_of_eigenvalues(a.T @ a),
        "eigenvalues float64": lambda a: roots_of_eigenvalues(a.double().T @ a.double()),
        "eigenvalues float64 blocked": lambda a: roots_of_eigenvalues(blocked_gram(a)),
    },
    "linear-cka": {
        "centred float32": alignment,
        "centred after float32": alignment_centred_after,
        "centred float64": lambda x, y: alignment(x.double(), y.double()),
    },
}
INPUTS = {
    "lstsq": (("features", 512), ("targets", 10)),
    "singular-values": (("features", 512),),
    "linear-cka": (("first", 512), ("second", 512)),
}


def prepare(options, facts):
    way = WAYS[options.workload][options.variant.removesuffix(" malloc")]
    inputs = [matrix(options.data, name, columns) for name, columns in INPUTS[options.workload]]
    facts["result"] = way(*inputs).double().reshape(-1).tolist()
    return lambda: way(*inputs)
