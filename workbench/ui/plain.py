"""Words that somebody typed or spoke, where Streamlit would read Markdown into them.

A name of a code may hold a link, an image, a formula or an emoji's shortcode; shown as
Markdown it would be drawn, and an image fetched. With every sign escaped it is read as
it was typed.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@/])")


def plain(text: str | None) -> str:
    """The words, each sign of Markdown escaped, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join((text or "").split()))


def short(text: str, limit: int = 60) -> str:
    """The words, cut at a blank where they are longer than the limit."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0] + " …"
