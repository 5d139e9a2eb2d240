"""The names of Word's XML, and the few questions asked of it everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFF: Final = frozenset({"0", "false", "off", "none"})


def local(element: _Element) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: _Element | None, name: str = "val") -> str | None:
    """An attribute of Word's own namespace, transitional or strict."""
    if element is None:
        return None
    return element.get(f"{{{_MAIN}}}{name}") or element.get(f"{{{_STRICT}}}{name}")


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of that name."""
    if element is None:
        return None
    return next((inner for inner in element if local(inner) == name), None)


def is_on(properties: _Element | None, name: str) -> bool:
    """A switch such as bold: there, and not switched off."""
    switch = child(properties, name)
    return switch is not None and (value(switch) or "on").lower() not in _OFF
