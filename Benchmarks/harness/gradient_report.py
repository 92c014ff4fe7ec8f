"""The part of RESULTS.md about rounding."""

import json
from statistics import mean

from .records import RESULTS

HEAD = """## Rounding of gradients

`make bench-gradients`: same weights, same batch of normal noise, one training step. Relative L2 error of each parameter's
float32 gradient against PyTorch's float64; median and largest over the parameters, mean over the seeds.

| network | batch | runner | median | largest | median over PyTorch's best | seeds | revision |
|---|---|---|---|---|---|---|---|"""


def gradient_section():
    lines = []
    for path in sorted(RESULTS.glob("gradients-*.json")):
        record = json.loads(path.read_text())
        rows = record["rows"]
        labels = list(dict.fromkeys(row["runner"] for row in rows))
        medians = {label: mean(row["median"] for row in rows if row["runner"] == label) for label in labels}
        best = min(value for label, value in medians.items() if label.startswith("PyTorch"))
        for label in labels:
            own = [row for row in rows if row["runner"] == label]
            lines.append(
                f"| {record['network']} | {record['batch']} | {label} | {medians[label]:.2e} | "
                f"{mean(row['largest'] for row in own):.2e} | {medians[label] / best:.2f} | {len(own)} | "
                f"{record['versions']['lethe']} |")
    return "\n".join([HEAD, *lines]) if lines else ""
