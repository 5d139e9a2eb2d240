"""The first page a browser gets: Streamlit's own, told what it would ask for.

By itself it looks for the server, path after path with a pause between, before it opens
its socket, and then for the parts of a page one after the other, as it comes upon them.
All of this is known before it asks. What is added also says that no other site's page
may send it messages.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATIC: Final = Path(st.__file__).parent / "static"
_UI: Final = Path(__file__).parent
#: Every page of the app is one step below where the app stands.
_WHERE: Final = """
const here = new URL(".", location.href);
window.__streamlit = {
  BACKEND_BASE_URL: here.href,
  HOST_CONFIG: { allowedOrigins: [here.origin], useExternalAuthToken: false },
};
"""
#: Streamlit's parts that the side of the window and the coding pane are made of.
_PARTS: Final = (
    *("BidiComponent", "Button", "Html", "PageLink", "Popover", "Selectbox"),
    "TextInput",
)
_COMPONENTS: Final = ("coder", "drafts")


def scripts() -> Iterator[str]:
    """Every script that stands in the page itself, for the policy to allow."""
    page = (_STATIC / "index.html").read_text("utf-8")
    yield from re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    yield _WHERE


def completed(page: bytes) -> bytes:
    """Streamlit's first page with where the app stands and what it will need soon.

    Anything else stays as it is.
    """
    if page != (_STATIC / "index.html").read_bytes():
        return page
    head = [f"<script>{_WHERE}</script>"]
    for path in _soon():
        style, script = 'rel="preload" as="style"', 'rel="modulepreload" crossorigin'
        how = style if path.endswith("css") else script
        head.append(f'<link {how} href="./{path}">')
    return page.replace(b"</title>", b"</title>" + "\n".join(head).encode(), 1)


def _soon() -> Iterator[str]:
    for part in _PARTS:
        for path in (_STATIC / "static" / "js").glob(f"{part}.*.js"):
            yield f"static/js/{path.name}"
    for name in _COMPONENTS:
        for path in sorted((_UI / name / "frontend").glob("*.*s")):
            yield f"_stcore/bidi-components/workbench.{name}/{path.name}"
