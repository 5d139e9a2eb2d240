"""A study of another program, as far as it could be understood.

What it holds beyond these classes is counted among the `findings`: nothing is dropped
in silence. Offsets are code points over the joined texts of a source's turns.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ForeignUser:
    """Somebody who worked in the other program."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ForeignCode:
    """A code, or a heading that is not applied itself."""

    id: str
    name: str
    description: str
    parent: str | None
    is_codable: bool


@dataclass(frozen=True, slots=True)
class ForeignSet:
    """Codes or sources that somebody put together under a name."""

    id: str
    name: str
    description: str
    codes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignSegment:
    """A stretch with a code, by whom and when; without a code it is a remark only."""

    id: str
    start: int
    end: int
    code: str | None
    user: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class ForeignTurn:
    """One speaker's go, or a paragraph where no speaker is named."""

    speaker: str | None
    text: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class ForeignSource:
    """One text with what was done to it."""

    id: str
    name: str
    turns: tuple[ForeignTurn, ...]
    segments: tuple[ForeignSegment, ...]
    #: The text's own bytes, base64.
    original: str
    #: Values of variables by their names.
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class ForeignCase:
    """A person or another unit of the study, with the sources that belong to it."""

    id: str
    name: str
    values: dict[str, str]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """A memo; `about` is the id of what it was written on, None for the study."""

    name: str
    text: str
    about: str | None
    user: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class ForeignFinding:
    """Something that was not understood, or understood in one of several ways."""

    what: str
    #: Ids or names of places; never participants' words.
    where: str
    count: int


@dataclass(frozen=True, slots=True)
class ForeignProject:
    """All of it."""

    format: str
    #: Which program wrote it, as it says itself.
    origin: str
    name: str
    users: tuple[ForeignUser, ...]
    codes: tuple[ForeignCode, ...]
    sets: tuple[ForeignSet, ...]
    sources: tuple[ForeignSource, ...]
    cases: tuple[ForeignCase, ...]
    notes: tuple[ForeignNote, ...]
    findings: tuple[ForeignFinding, ...]


def to_wire(value: object) -> object:
    """Lists, strings, numbers and objects only: what JSON keeps."""
    if is_dataclass(value):
        names = (field.name for field in fields(value))
        return [to_wire(getattr(value, name)) for name in names]
    if isinstance(value, tuple):
        return [to_wire(part) for part in value]
    return value


def from_wire(cls: type[T], value: object) -> T:
    """The dataclass of these plain values, every one of its own type.

    Raises:
        TypeError, ValueError: one is not.
    """
    if not isinstance(value, list):
        raise TypeError(cls.__name__)
    readers = _readers(cls)  # type: ignore[arg-type]  # a class can be hashed
    return cls(*(read(part) for read, part in zip(readers, value, strict=True)))


@cache
def _readers(cls: type) -> tuple[Callable[[object], Any], ...]:
    hints = get_type_hints(cls)
    return tuple(_reader(hints[name]) for name in (field.name for field in fields(cls)))


def _reader(hint: Any) -> Callable[[object], Any]:  # noqa: ANN401 - an annotation
    if is_dataclass(hint):
        return lambda value: from_wire(hint, value)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        inner = _reader(get_args(hint)[0])
        return lambda value: tuple(inner(part) for part in _plain(value, list))
    if get_origin(hint) is dict:
        return lambda value: {
            _plain(name, str): _plain(each, str)
            for name, each in _plain(value, dict).items()
        }
    if isinstance(hint, types.UnionType):
        wanted = next(part for part in get_args(hint) if part is not type(None))
        return lambda value: None if value is None else _plain(value, wanted)
    return lambda value: _plain(value, hint)


def _plain(value: object, wanted: type[T]) -> T:
    # a bool is an int to Python, and to nobody else
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise TypeError(wanted.__name__)
    return value
