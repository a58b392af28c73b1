"""One line of the bench: a value, and the floor it stands beside."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """A measurement. `limit` is the bare floor of the same run, if there is one; `n` how often it was taken."""

    name: str
    unit: str
    value: float
    limit: float | None
    n: int

    def as_json(self) -> dict[str, Any]:
        """Return what instance/bench.json holds."""
        ratio = round(self.value / self.limit, 3) if self.limit else None
        limit = None if self.limit is None else round(self.limit, 3)
        return {
            "name": self.name,
            "unit": self.unit,
            "value": round(self.value, 3),
            "limit": limit,
            "ratio": ratio,
            "n": self.n,
        }

    def line(self) -> str:
        """Return what the table shows."""
        told = self.as_json()
        limit = "" if told["limit"] is None else f"{told['limit']:>10.1f}"
        ratio = "" if told["ratio"] is None else f"{told['ratio']:>7.2f}"
        return f"{self.name:<62} {told['value']:>10.1f} {limit:>10} {ratio:>7} {self.unit:<10} {self.n:>6}"


HEAD = f"{'what':<62} {'value':>10} {'floor':>10} {'ratio':>7} {'unit':<10} {'n':>6}"


def alternately(
    call: Callable[[], object], floor: Callable[[], object], *, times: int
) -> tuple[list[float], list[float]]:
    """Return how many milliseconds each of two calls took, in turn, after three rounds that do not count."""
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 3):
        for kept, one in zip(took, (call, floor), strict=True):
            milliseconds = seconds(one) * 1000
            if turn >= 3:  # The first calls fill caches.
                kept.append(milliseconds)
    return took


def seconds(call: Callable[[], object]) -> float:
    """Return how long one call took."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def p50(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """Return the value below which 95 % lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def write(rows: Sequence[Row], path: Path) -> None:
    """Keep the rows as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n", "utf-8")
