"""The app as it is served: with a policy for the browser and errors told in one line.

`workbench open` starts this file; `app.py` is the app itself.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.middleware import Middleware

from workbench.shipped import shipped
from workbench.trust import packet_file
from workbench.ui import failures

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy() -> str:
    """What a page may load: what this program serves, and nothing from elsewhere.

    A transcript may hold an image's address or a script; neither is fetched nor run,
    whatever a page does with the words. The scripts in Streamlit's own first page are
    allowed by their hashes, as is that of a debriefer's packet, which is shown in a
    frame; `'wasm-unsafe-eval'` is for its tables and pictures.
    """
    first_page = Path(st.__file__).parent / "static" / "index.html"
    inline = re.findall(
        r"<script>(.*?)</script>", first_page.read_text("utf-8"), re.DOTALL
    )
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in (*inline, packet_file.script())
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes} 'wasm-unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Guarded:
    """Every answer carries the policy; no other site learns where one came from."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._headers: Final = (
            (b"content-security-policy", policy().encode()),
            (b"referrer-policy", b"no-referrer"),
            (b"x-content-type-options", b"nosniff"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the answer's first message gets the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self.app(scope, receive, with_policy)


app = st.App(
    shipped("app.py"),
    middleware=[Middleware(Guarded)],
    on_script_error=failures.show,
)
