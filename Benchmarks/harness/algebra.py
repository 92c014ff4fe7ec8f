"""Sample matrices for the linear-algebra workloads, and what the exact answers are.

50,000 samples of 512 features in single precision with condition number 1e4. The references are computed in double
precision from the matrices as stored.
"""

import numpy as np

from .worker import ROOT

FOLDER = ROOT / "Benchmarks" / ".build" / "algebra"
SAMPLES, FEATURES, TARGETS = 50_000, 512, 10
CONDITION = 1e4


def _write(name, values):
    values.astype(np.float32).tofile(FOLDER / f"{name}.f32")


def _read(name, columns):
    return np.fromfile(FOLDER / f"{name}.f32", dtype=np.float32).reshape(-1, columns).astype(np.float64)


def _make():
    random = np.random.default_rng(0)
    left = np.linalg.qr(random.standard_normal((SAMPLES, FEATURES)))[0]
    right = np.linalg.qr(random.standard_normal((FEATURES, FEATURES)))[0]
    values = np.logspace(0, -np.log10(CONDITION), FEATURES) * np.sqrt(SAMPLES)
    features = (left * values) @ right
    _write("features", features)
    noise = random.standard_normal((SAMPLES, TARGETS))
    _write("targets", features @ random.standard_normal((FEATURES, TARGETS)) + 0.01 * noise)
    first = random.standard_normal((SAMPLES, FEATURES)) + 0.5
    _write("first", first)
    mixed = first @ random.standard_normal((FEATURES, FEATURES)) / np.sqrt(FEATURES)
    _write("second", mixed + random.standard_normal((SAMPLES, FEATURES)) - 0.25)


def _references():
    features = _read("features", FEATURES)
    left, values, right = np.linalg.svd(features, full_matrices=False)
    solution = right.T @ ((left.T @ _read("targets", TARGETS)) / values[:, None])
    first, second = (samples - samples.mean(0) for samples in (_read("first", FEATURES), _read("second", FEATURES)))
    norm = np.linalg.norm
    alignment = norm(first.T @ second) ** 2 / (norm(first.T @ first) * norm(second.T @ second))
    return {"lstsq": solution.reshape(-1), "singular-values": values, "linear-cka": np.array([alignment])}


def prepare():
    """Makes the files, once; returns their folder."""
    stored = FOLDER / "references.npz"
    if not stored.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        _make()
        np.savez(stored, **_references())
    return FOLDER


def error(workload, result):
    """How wrong a result is, relative: of a least-squares map in norm, of singular values the worst of them."""
    exact = np.load(FOLDER / "references.npz")[workload]
    result = np.array(result)
    if workload == "singular-values":
        return float(np.max(np.abs(result - exact) / exact))
    return float(np.linalg.norm(result - exact) / np.linalg.norm(exact))
