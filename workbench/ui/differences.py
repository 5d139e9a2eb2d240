"""Two wordings of the same, with what went and what came marked in the line."""

from __future__ import annotations

import difflib
import html
import re
from typing import Final

_WORD: Final = re.compile(r"\S+\s*")


def marked(old: str, new: str) -> str:
    """HTML of both in one: struck out what went, underlined what came."""
    one, two = _WORD.findall(old), _WORD.findall(new)
    parts = []
    matched = difflib.SequenceMatcher(None, one, two, autojunk=False)
    for what, a, b, c, d in matched.get_opcodes():
        if what == "equal":
            parts.append(html.escape("".join(one[a:b])))
            continue
        if b > a:
            parts.append(f"<del>{html.escape(''.join(one[a:b]).rstrip())}</del> ")
        if d > c:
            parts.append(f"<ins>{html.escape(''.join(two[c:d]).rstrip())}</ins> ")
    return "".join(parts).replace("\n", "<br>")
