"""RESULTS.md, from the records alone."""

from statistics import median

from .records import Comparison, load
from .worker import OURS_LABEL, ROOT

HEAD = """# Lethe and PyTorch, side by side

Written by `make bench`; [README.md](README.md) says how a number is made. Times are minimum / median. The ratio is the
minimum of PyTorch's **best** variant over ours; the floor is what it has to reach. Memory is the most that was resident
at once; for PyTorch what the work takes beyond the imports, and in brackets with them.
"""


def milliseconds(seconds):
    low, middle = min(seconds) * 1e3, median(seconds) * 1e3
    digits = 0 if low >= 1000 else 1 if low >= 100 else 2
    return f"{low:.{digits}f} / {middle:.{digits}f}"


def mebibytes(count):
    return f"{count / 2**20:.0f}"


def memory(runner):
    """Of PyTorch's."""
    return f"{mebibytes(runner['peak_bytes'] - runner['imports_bytes'])} ({mebibytes(runner['peak_bytes'])})"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def summary_row(comparison):
    workload, best = comparison.workload, comparison.best()
    runner = comparison.variants[best]
    ratio = comparison.ratio(best)
    reached = "" if ratio >= workload.floor else " (missed)"
    return [
        workload.title, str(workload.batch), milliseconds(comparison.ours["seconds"]), best,
        milliseconds(runner["seconds"]), f"**{ratio:.2f}**", f"{workload.floor:g}{reached}",
        mebibytes(comparison.ours["peak_bytes"]), memory(runner),
        comparison.record["versions"]["lethe"],
    ]


def summary(record):
    """One line about a record."""
    row = summary_row(Comparison(record))
    return f"{record['workload']}: {row[2]} ms, best of PyTorch '{row[3]}' {row[4]} ms, ratio {row[5]}, floor {row[6]}"


def variant_rows(comparison):
    ours = comparison.ours
    rows = [[
        comparison.workload.name, OURS_LABEL, milliseconds(ours["seconds"]), "1", "1", str(len(ours["seconds"])),
        mebibytes(ours["peak_bytes"]), "1",
    ]]
    for label, runner in sorted(comparison.variants.items(), key=lambda item: min(item[1]["seconds"])):
        rows.append([
            "", label, milliseconds(runner["seconds"]), f"{comparison.ratio(label):.2f}",
            f"{comparison.median_ratio(label):.2f}", str(len(runner["seconds"])), memory(runner),
            f"{comparison.memory_ratio(label):.2f}",
        ])
    rows += [["", label, reason, "", "", "", "", ""] for label, reason in comparison.record["failures"].items()]
    return rows


def write():
    records = load()
    comparisons = [Comparison(record) for record in records]
    latest = records[-1]
    facts = latest["machine"] | latest["versions"] | {"threads": latest["threads"]}
    parts = [
        HEAD,
        table(["", ""], [[key, str(value)] for key, value in facts.items()]),
        "## Summary\n",
        table(
            ["workload", "batch", "ours, ms", "best of PyTorch", "its, ms", "ratio", "floor", "memory, MiB",
             "its, MiB", "revision"],
            [summary_row(comparison) for comparison in comparisons]),
        "## Every variant\n",
        "A ratio is the variant's time over ours, of minima and of medians; the memory ratio is ours, whole, over the\n"
        "variant's beyond its imports.\n",
        table(
            ["workload", "runner", "ms", "ratio", "of medians", "n", "memory, MiB", "memory ratio"],
            [row for comparison in comparisons for row in variant_rows(comparison)]),
    ]
    (ROOT / "Benchmarks" / "RESULTS.md").write_text("\n\n".join(part.strip("\n") for part in parts) + "\n")
