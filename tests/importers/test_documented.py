"""The strings that scripts depend on stand in docs/file-formats.md."""

from __future__ import annotations

import re
from pathlib import Path

from workbench.importers.notices import Code, formats

DOCS = Path(__file__).parents[2] / "docs" / "file-formats.md"


def test_every_format_is_documented() -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", DOCS.read_text(encoding="utf-8")))
    assert set(formats()) - named == set()


def test_every_warning_is_documented() -> None:
    named = set(re.findall(r"(?m)^\| `([a-z-]+)` \|", DOCS.read_text(encoding="utf-8")))
    assert {code.value for code in Code} - named == set()
