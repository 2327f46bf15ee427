# SPDX-License-Identifier: GPL-3.0-or-later
"""A figure beside its bound, and how the table of them is printed."""
import dataclasses
import statistics


@dataclasses.dataclass
class Figure:
    """One line of the table. `ratios` has one for each round; what is compared with the bound is their median."""
    what: str
    figure: str
    baseline: str
    ratios: list
    bound: float
    at_most: bool = True
    unit: str = "x"

    @property
    def median(self):
        return statistics.median(self.ratios)

    @property
    def met(self):
        return self.median <= self.bound if self.at_most else self.median >= self.bound

    def write(self):
        sign = "<=" if self.at_most else ">="
        spread = f"{min(self.ratios):.4g} to {max(self.ratios):.4g}" if len(self.ratios) > 1 else ""
        return [self.what, self.figure, self.baseline, f"{self.median:.4g} {self.unit}", spread, f"{sign} {self.bound:g} {self.unit}",
                "met" if self.met else "NOT MET"]


@dataclasses.dataclass
class Unmeasured:
    """A line of the table that this machine can't fill."""
    what: str
    why: str
    met = True

    def write(self):
        return [self.what, "not measured: " + self.why, "", "", "", "", ""]


HEADINGS = ["figure", "here", "baseline", "median", "rounds", "bound", ""]


def median(values, unit):
    return f"{statistics.median(values):.4g} {unit}"


def print_table(figures):
    lines = [HEADINGS] + [figure.write() for figure in figures]
    widths = [max(len(line[i]) for line in lines if "not measured" not in line[1]) for i in range(len(HEADINGS))]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip(), flush=True)
