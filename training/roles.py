#!/usr/bin/env python3
"""Fit the weights that say which units of talk carry items: one logistic regression per kind over ``roles.features_of``.

Usage: roles.py GOLD_DIR… [--cost 0.05] [--least 5] [--out src/acta/understand/roles.tsv]

Needs scikit-learn (not a dependency of acta). A unit counts as evidence of a kind when its line is; it weighs more the more of the
item's own words it says, so that the weights look for the line that says it best. Features met in fewer than ``--least`` meetings get
no weight, so that none says what one meeting was about. Same files, same weights.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import extract_figures
import score
from acta.understand.roles import ORDER, features_of
from acta.understand.units import units_of


@dataclass(frozen=True)
class Talk:
    """A meeting's units: the features of each, and per kind how much each is evidence (0: not)."""

    features: list[tuple[str, ...]]
    labels: dict[str, list[float]]


def talk_of(path: Path, *, mixed: bool = False) -> Talk:
    """One gold meeting as examples; ``mixed``: as a recording without speakers."""
    transcript, _ = extract_figures.read(path, mixed)
    units = units_of(transcript.parts)
    _, _, minutes = score.load(path)
    labels = {kind.value: [0.0] * len(units) for kind in ORDER}
    for key, kind in score.KINDS.items():
        for item in minutes.get(key) or []:
            proof = set(item["evidence"])
            for unit in units:
                if unit.utterance.id in proof:
                    worth = 0.4 + min(1.0, 2.5 * score.alike(unit.text, item["text"]))
                    labels[kind][unit.index] = max(labels[kind][unit.index], worth)
    return Talk(features_of(units), labels)


def fit(talks: Sequence[Talk], *, cost: float, least: int) -> dict[str, list[float]]:
    """Feature to one weight per kind of ``ORDER``; "" is the bias."""
    met = Counter(name for t in talks for name in {n for f in t.features for n in f})
    names = sorted(n for n, times in met.items() if times >= least)
    column = {n: i for i, n in enumerate(names)}
    rows, columns, r = [], [], 0
    for t in talks:
        for f in t.features:
            known = [column[n] for n in f if n in column]
            rows += [r] * len(known)
            columns += known
            r += 1
    x = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(r, len(names)))
    out = {n: [0.0] * len(ORDER) for n in ("", *names)}
    for k, kind in enumerate(ORDER):
        worth = np.array([w for t in talks for w in t.labels[kind.value]])
        weight = np.where(worth > 0, worth, 1.0)
        model = LogisticRegression(C=cost, max_iter=400, solver="liblinear").fit(x, worth > 0, sample_weight=weight)
        out[""][k] = float(model.intercept_[0])
        for name, w in zip(names, model.coef_[0], strict=True):
            out[name][k] = float(w)
    return out


def lines(weights: dict[str, list[float]], *, smallest: float = 0.04) -> list[str]:
    """The table as text: a feature a line, its weights in hundredths; weights too small to matter are left out."""
    out = []
    for name in sorted(weights):
        numbers = [0 if name and abs(w) < smallest else round(100 * w) for w in weights[name]]
        if any(numbers) or not name:
            out.append("\t".join([name, *map(str, numbers)]))
    return out


def main() -> None:
    """Fit and write."""
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    args.add_argument("gold", type=Path, nargs="+")
    args.add_argument("--cost", type=float, default=0.05)
    args.add_argument("--least", type=int, default=5)
    args.add_argument("--out", type=Path, default=Path("src/acta/understand/roles.tsv"))
    options = args.parse_args()
    paths = sorted(p for folder in options.gold for p in folder.glob("*.md") if p.name != "README.md")
    table = lines(fit([talk_of(p) for p in paths], cost=options.cost, least=options.least))
    head = f"# feature, then hundredths of log-odds for {', '.join(ORDER)}; written by training/roles.py from {len(paths)} meetings"
    options.out.write_text("\n".join([head, *table]) + "\n", encoding="utf-8")
    print(f"{len(table)} features written to {options.out}")


if __name__ == "__main__":
    main()
