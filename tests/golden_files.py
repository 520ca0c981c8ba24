"""Texts that must not change unnoticed: compared with a file under ``tests/golden``, rewritten when ``ACTA_UPDATE_GOLDEN=1``."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same_as_golden(name: str, text: str) -> None:
    """Assert that ``text`` is byte for byte the golden file ``name``; else it is saved beside it as ``name.actual`` and the diff shown."""
    path = FOLDER / name
    data = text.encode("utf-8")
    actual = path.with_name(f"{name}.actual")
    if os.environ.get("ACTA_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    expected = path.read_bytes() if path.exists() else b""
    if data == expected:
        actual.unlink(missing_ok=True)
        return
    actual.write_bytes(data)
    lines = difflib.unified_diff(expected.decode("utf-8").splitlines(), text.splitlines(), "golden", "actual", lineterm="")
    raise AssertionError(f"{name} changed; if that is right, run again with ACTA_UPDATE_GOLDEN=1\n" + "\n".join(lines))
