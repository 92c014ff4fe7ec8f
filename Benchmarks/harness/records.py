"""The raw numbers: one file a workload."""

import json
from statistics import median

from .worker import OURS_LABEL, ROOT
from .workloads import WORKLOADS

RESULTS = ROOT / "Benchmarks" / "results"


def store(record):
    """Writes a record, each runner on a line of its own."""
    runners = record["runners"]
    for runner in runners.values():
        runner["seconds"] = [float(f"{value:.5g}") for value in runner["seconds"]]
    lines = ",\n  ".join(f"{json.dumps(label)}: {json.dumps(runner)}" for label, runner in runners.items())
    head = json.dumps({key: value for key, value in record.items() if key != "runners"}, indent=1)
    text = head.removesuffix("\n}") + ',\n "runners": {\n  ' + lines + "\n }\n}\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{record['workload']}.json").write_text(text)


# What two records must share for their times to be one sample.
CONDITIONS = ("batch", "threads", "compute", "machine", "versions")


def added(record):
    """The record with the times of the stored one beside its own, by runner. Turns of runners that were left out this time
    remain those of before."""
    path = RESULTS / f"{record['workload']}.json"
    if not path.exists():
        return record
    before = json.loads(path.read_text())
    for condition in CONDITIONS:
        if before[condition] != record[condition]:
            raise SystemExit(
                f"{path.name}: nothing is added to times of another {condition}: {before[condition]}, now "
                f"{record[condition]}")
    runners = dict(before["runners"])
    for label, runner in record["runners"].items():
        earlier = runners.get(label, {"seconds": [], "peak_bytes": 0})
        runners[label] = {
            **runner, "seconds": earlier["seconds"] + runner["seconds"],
            "peak_bytes": max(earlier["peak_bytes"], runner["peak_bytes"]),
        }
    return {**record, "failures": {**before["failures"], **record["failures"]}, "runners": runners}


def load():
    """The records that there are, in the order of the workloads."""
    paths = [RESULTS / f"{name}.json" for name in WORKLOADS]
    return [json.loads(path.read_text()) for path in paths if path.exists()]


class Comparison:
    """What a record says."""

    def __init__(self, record):
        self.record = record
        self.workload = WORKLOADS[record["workload"]]
        self.ours = record["runners"][OURS_LABEL]
        self.variants = {label: runner for label, runner in record["runners"].items() if label != OURS_LABEL}

    def is_accurate(self, label):
        """Whether a variant's error lets it count."""
        if not self.workload.error_bound:
            return True
        runner, factor = self.workload.error_bound
        return self.variants[label]["error"] <= factor * self.record["runners"][runner]["error"]

    def best(self, capped=False):
        """The variant with the smallest minimum among those that count. `capped`: among those kept to AVX2 on a machine
        with AVX-512."""
        labels = [v for v in self.variants if ("avx2" in v.split()) == capped and self.is_accurate(v)]
        return min(labels, key=lambda label: min(self.variants[label]["seconds"]), default=None)

    def ratio(self, label):
        """How many times our minimum a variant's is."""
        return min(self.variants[label]["seconds"]) / min(self.ours["seconds"])

    def median_ratio(self, label):
        return median(self.variants[label]["seconds"]) / median(self.ours["seconds"])

    def memory_ratio(self, label):
        """Our whole peak over what the variant takes beyond its imports."""
        runner = self.variants[label]
        return self.ours["peak_bytes"] / (runner["peak_bytes"] - runner["imports_bytes"])
