"""The part of RESULTS.md about training in both compute modes."""

import json
from statistics import mean, stdev

from .records import RESULTS

HEAD = """## Training in both compute modes

`make bench-modes`: the same network from the same seeds in `fast` (Winograd F(4×4)) and `accurate` (F(2×2) and direct)
mode; [Benchmarks/modes](modes) has the experiments. Training loss after each epoch and test accuracy over all classes at the
end, mean ± sample standard deviation over the seeds. The last row is the mean over the seeds of accurate − fast, the same
seed, ± its standard deviation.

| data | mode | seeds | {epochs} | accuracy (%) |
|---|---|---|{rule}---|"""


def spread(values, digits):
    return f"{mean(values):.{digits}f} ± {stdev(values):.{digits}f}"


def row(dataset, mode, curves, digits=3):
    columns = [spread(column, digits) for column in zip(*(curve["loss"] for curve in curves))]
    return dataset, mode, str(len(curves)), columns, spread([curve["accuracy"] for curve in curves], 2)


def section():
    path = RESULTS / "modes.json"
    if not path.exists():
        return ""
    rows = []
    for dataset, modes in json.loads(path.read_text())["curves"].items():
        rows += [row(dataset, mode, curves) for mode, curves in modes.items()]
        differences = [
            {"loss": [b - a for a, b in zip(fast["loss"], accurate["loss"])], "accuracy": accurate["accuracy"] - fast["accuracy"]}
            for fast, accurate in zip(modes["fast"], modes["accurate"])]
        rows.append(row(dataset, "accurate − fast", differences))
    epochs = max(len(columns) for _, _, _, columns, _ in rows)
    head = HEAD.format(epochs=" | ".join(f"loss {i + 1}" for i in range(epochs)), rule="---|" * epochs)
    lines = [
        "| " + " | ".join([dataset, mode, count, *columns, *["–"] * (epochs - len(columns)), accuracy]) + " |"
        for dataset, mode, count, columns, accuracy in rows]
    return "\n".join([head, *lines])
