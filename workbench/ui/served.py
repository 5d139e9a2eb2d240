"""The app as it is served: with a policy for the browser and errors told in one line.

`workbench open` starts this file; `app.py` is the app itself.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.middleware import Middleware

from workbench.shipped import shipped
from workbench.trust import packet_file
from workbench.ui import failures, first_page, recordings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy() -> str:
    """What a page may load: what this program serves, and nothing from elsewhere.

    A transcript may hold an image's address or a script; neither is fetched nor run,
    whatever a page does with the words. The scripts in Streamlit's own first page are
    allowed by their hashes, as is that of a debriefer's packet, which is shown in a
    frame; `'wasm-unsafe-eval'` is for its tables and pictures.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in (*first_page.scripts(), packet_file.script())
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
    """Every answer carries the policy; no other site learns where one came from.

    The page that every visit begins with is completed on its way (`first_page`).
    """

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

        if _asks_for_a_page(scope):
            plain = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
            await self._send_page({**scope, "headers": plain}, receive, send)
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self.app(scope, receive, with_policy)

    async def _send_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        parts = []

        async def completed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                # told once the page is whole, for its length is told with it
                start = message
                return
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                body = first_page.completed(b"".join(parts))
                length = (b"content-length", str(len(body)).encode())
                headers = [*_without_length(start), *self._headers, length]
                await send({**start, "headers": headers})
                await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, completed)


def _asks_for_a_page(scope: Scope) -> bool:
    """Whether a browser is on its way to a page; a file's address has more steps."""
    accepts = dict(scope["headers"]).get(b"accept", b"")
    is_page = scope["path"].count("/") == 1
    return is_page and scope["method"] == "GET" and b"text/html" in accepts


def _without_length(start: Message) -> list[tuple[bytes, bytes]]:
    """The headers, without what held for the page before it was completed."""
    old = (b"content-length", b"etag", b"last-modified")
    return [each for each in start["headers"] if each[0] not in old]


app = st.App(
    shipped("app.py"),
    routes=[recordings.ROUTE],
    middleware=[Middleware(Guarded)],
    on_script_error=failures.show,
)
