"""A packet as a file: one offline page, or a zip that holds the page and the data."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

from workbench.errors import PacketRefusedError
from workbench.store.checkpoint import parse_note
from workbench.trust.packet import FORMAT, HOLDS, OPEN_HOLDS, VERSION, Packet
from workbench.trust.sealing import seal, unseal

PARTS: Final = ("packet.json", "packet.sealed.json")
CHECKPOINT, PAGE, ABOUT = "trail.checkpoint", "debriefing.html", "read me.txt"
_REVIEWER: Final = Path(__file__).parent / "reviewer"
#: The parts of the page's script, in the order in which they run.
_SCRIPTS: Final = ("words", "work", "cards", "blind", "challenges", "page")
#: A packet of a whole study of full size has some 10 MB.
_LARGEST: Final = 64 * 2**20
_LARGEST_DIGEST: Final = 1000
_DAY: Final = (2000, 1, 1, 0, 0, 0)
#: What reading a damaged zip raises, besides what says so.
_DAMAGE: Final = (RuntimeError, EOFError, NotImplementedError, ValueError, OSError)
_IN_PAGE: Final = re.compile(
    rb'<script type="application/json" id="(packet|sealed)">(.*?)</script>', re.DOTALL
)
_READ_ME: Final = """\
A packet for a debriefer
========================
Open "debriefing.html" in any browser: a double click is enough. Nothing is installed,
and the page speaks to nobody. When you are done, press "Save my answers" and send the
file it saves back to the researcher, in the way the two of you agreed.
The other files hold the same for the workbench itself, and vouch for the study's trail.
"""


def script() -> str:
    """The script of the page, for a policy that names it by its hash."""
    parts = ((_REVIEWER / f"{name}.js").read_text("utf-8") for name in _SCRIPTS)
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


def page(packet: Packet, passphrase: str | None = None) -> bytes:
    """The packet as one web page that works without a network.

    Its content policy forbids every request; scripts and styles are those whose
    SHA-256 it names.

    Raises:
        RefusedError: the passphrase is too short.
    """
    code = script()
    style = (_REVIEWER / "reviewer.css").read_text("utf-8")
    if passphrase is None:
        name, data = "packet", packet.data.decode()
    else:
        name, data = "sealed", json.dumps(seal(packet.data, passphrase))
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src '{_hash(code)}'; style-src '{_hash(style)}'"
    )
    filled = {
        "@POLICY@": html.escape(policy, quote=True),
        "@STYLE@": style,
        "@NAME@": name,
        "@DIGEST@": packet.digest,
        "@DATA@": data,
        "@SCRIPT@": code,
    }
    template = (_REVIEWER / "reviewer.html").read_text("utf-8")
    # in one go: what is filled in may hold the marks themselves
    return re.sub("@[A-Z]+@", lambda m: filled[m.group()], template).encode()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def zipped(packet: Packet, passphrase: str | None = None) -> bytes:
    """The packet as one zip: data, checkpoint, the page, and what to do with it."""
    if passphrase is None:
        name, data = PARTS[0], packet.data
    else:
        name, data = PARTS[1], json.dumps(seal(packet.data, passphrase)).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in (
            (ABOUT, _READ_ME.encode()),
            (PAGE, page(packet, passphrase)),
            (name, data),
            (CHECKPOINT, packet.content["checkpoint"].encode()),
            ("packet.sha256", f"{packet.digest}\n".encode()),
        ):
            archive.writestr(zipfile.ZipInfo(part, _DAY), content)
    return out.getvalue()


def is_sealed(data: bytes, name: str) -> bool:
    """Whether a packet's file asks for a passphrase.

    Raises:
        PacketRefusedError: it is no packet.
    """
    return _found(data, name)[0]


def open_packet(data: bytes, name: str, passphrase: str | None = None) -> Packet:
    """The packet in a file, whole and as it was made.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        passphrase: that of a sealed packet.

    Raises:
        PacketRefusedError: no packet, of a later version, changed or with a part
            missing.
        RefusedError: another passphrase.
    """
    sealed, raw, digest = _found(data, name)
    if sealed:
        if passphrase is None:
            raise PacketRefusedError(name, "it is sealed; give its passphrase")
        raw = unseal(_json(raw, name), passphrase)
    content = _json(raw, name)
    version = content.get("version")
    if content.get("format") != FORMAT:
        raise PacketRefusedError(name, "it is no debriefing packet")
    if not isinstance(version, int) or version > VERSION:
        why = "a later version of the workbench made it; install that version"
        raise PacketRefusedError(name, why)
    packet = Packet(content)
    if hashlib.sha256(raw).hexdigest() != digest or packet.digest != digest:
        why = "it was changed after it was made; ask for it again"
        raise PacketRefusedError(name, why)
    _check_parts(content, name)
    parse_note(content["checkpoint"], name)
    return packet


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise PacketRefusedError(name, "its data cannot be read")
    return found


def _check_parts(content: dict[str, Any], name: str) -> None:
    blind = str(content.get("way", "")).startswith("blind")
    holds = HOLDS if blind else HOLDS | dict.fromkeys(OPEN_HOLDS, list)
    for part, kind in holds.items():
        if not isinstance(content.get(part), kind):
            raise PacketRefusedError(name, f"a part of it is missing: {part}")


def _found(data: bytes, name: str) -> tuple[bool, bytes, str]:
    """Whether it is sealed, the packet's bytes, and the digest it was made with."""
    if data[:4] == b"PK\x03\x04":
        return _in_zip(data, name)
    match = _IN_PAGE.search(data)
    digest = re.search(rb'name="packet-sha256" content="([0-9a-f]{64})"', data)
    if match is None or digest is None:
        raise PacketRefusedError(name, "it is no debriefing packet")
    return match[1] == b"sealed", match[2], digest[1].decode()


def _in_zip(data: bytes, name: str) -> tuple[bool, bytes, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {m.filename: m for m in archive.infolist()}
            part = next((p for p in PARTS if p in members), None)
            if part is None or not {CHECKPOINT, "packet.sha256"} <= members.keys():
                raise PacketRefusedError(name, "a part of it is missing")
            sizes = members[part].file_size, members["packet.sha256"].file_size
            if sizes[0] > _LARGEST or sizes[1] > _LARGEST_DIGEST:
                raise PacketRefusedError(name, "it is larger than any packet")
            raw = archive.read(part)
            digest = archive.read("packet.sha256").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, zlib.error, *_DAMAGE):
        raise PacketRefusedError(name, "it is damaged") from None
    return part == PARTS[1], raw, digest
