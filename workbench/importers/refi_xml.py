"""REFI-QDA's XML, read by local names: programs write the namespace of any version."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element


def tag(element: _Element) -> str:
    """The element's name; empty for a comment or an instruction."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def children(element: _Element | None, *names: str) -> Iterator[_Element]:
    """The children of these names, in order."""
    for child in () if element is None else element:
        if tag(child) in names:
            yield child


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of this name."""
    return next(children(element, name), None)


def text_of(element: _Element | None, name: str) -> str:
    """The text of the first child of this name, LF at its line ends; else empty."""
    found = child(element, name)
    if found is None:
        return ""
    text = "".join(str(part) for part in found.itertext())
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def guid(element: _Element, name: str = "guid") -> str:
    """An id as it is compared: without braces, in lower case."""
    return bare(element.get(name) or "")


def bare(written: str) -> str:
    """An id as it is compared."""
    return written.strip().strip("{}").lower()


def target(element: _Element | None) -> str:
    """What a reference names; codebooks of old call the attribute guid."""
    if element is None:
        return ""
    return guid(element, "targetGUID") or guid(element)


def whole(element: _Element, name: str) -> int | None:
    """A whole number; None where it is none, or none that a text could have."""
    written = (element.get(name) or "").strip()
    digits = written.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        return None
    return int(written)


def moment(element: _Element) -> str | None:
    """When it was made, in UTC to the millisecond; None where it does not say."""
    for name in ("creationDateTime", "modifiedDateTime"):
        at = utc(element.get(name) or "")
        if at is not None:
            return at
    return None


def utc(written: str) -> str | None:
    """A date and time in UTC to the millisecond; None where it is none."""
    try:
        at = datetime.fromisoformat(written.strip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
