"""Training curves of both compute modes, the same seeds. Writes results/modes.json.

modes.py [--threads T] [--data FOLDER]; the dataset files are those of `lethe data import mnist` and `cifar10`.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from harness import report
from harness.machine import versions
from harness.records import RESULTS
from harness.turns import say
from harness.worker import ROOT

LETHE = ROOT / ".build" / "release" / "lethe"
DATASETS = ("mnist", "cifar10")
MODES = ("fast", "accurate")


def cells(dataset, mode, options, results):
    """The records of one experiment's cells."""
    say(f"{dataset}, {mode}")
    subprocess.run(
        [LETHE, "run", ROOT / "Benchmarks" / "modes" / f"{dataset}.yaml", "--set", f"compute.mode={mode}", "--results",
         results, "--data", options.data, "--threads", str(options.threads), "--quiet"],
        check=True, stdout=subprocess.DEVNULL)
    return [json.loads(path.read_text()) for path in sorted(Path(results).glob("cells/*/cell.json"))]


def curves(records):
    """By seed: the loss of each epoch, and the test accuracy over all classes at the end."""
    found = {}
    for record in records:
        if record["kind"] == "train" and "train-loss" in record["metrics"]:
            loss = next(series for series in record["series"] if series["name"] == "loss")
            found[record["id"]] = {"seed": record["seeds"]["train"], "loss": loss["y"]}
    for record in records:
        outputs = record["inputs"].get("outputs") if record["id"].startswith("evaluate-accuracy") else None
        source = next((other for other in records if other["id"] == outputs), None)
        network = source["inputs"]["network"] if source else None
        if network in found:
            found[network]["accuracy"] = record["metrics"]["TA-all"]
    return sorted(found.values(), key=lambda curve: curve["seed"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data", default=str(ROOT / "data"))
    options = parser.parse_args()
    found = {}
    for dataset in DATASETS:
        for mode in MODES:
            with tempfile.TemporaryDirectory() as results:
                found.setdefault(dataset, {})[mode] = curves(cells(dataset, mode, options, results))
    record = {"versions": versions(), "curves": found}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "modes.json").write_text(json.dumps(record, indent=1) + "\n")
    report.write()


main()
