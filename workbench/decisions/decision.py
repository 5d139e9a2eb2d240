"""What all decisions share: words kept apart, and one canonical form.

The canonical form of an event is JSON with sorted keys, no blanks, UTF-8, holding
objects, arrays, integers, strings, booleans and null. Floats are refused: two machines
may write one number in two ways. For such values it equals RFC 8785.
"""

from __future__ import annotations

import json
import re
import types
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Final,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

D = TypeVar("D", bound="Decision")

#: Ids, names of kinds, times and the like: nothing a person could put a sentence into.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.:+\-]{0,80}")
#: The id of an entry of the wording; nobody's word looks like it.
_WORDING_ID: Final = re.compile(r"w[0-9a-f]{16}")


class Words(str):
    """Text that a person spoke or typed, on its way into the wording.

    The trail holds its id and commitment only, so that it can be erased.
    """

    __slots__ = ()


@dataclass(frozen=True)
class Decision:
    """One analytic decision; subclasses are the kinds."""

    __slots__ = ()

    #: Whether the person who made it can take it back.
    undoable: ClassVar[bool] = False
    #: Whether undo looks past it, because nobody decided anything of the analysis.
    undo_passes: ClassVar[bool] = False


_KINDS: Final[dict[str, type[Decision]]] = {}


def kind(cls: type[D]) -> type[D]:
    """Register a decision class under its name, for ever."""
    _KINDS[cls.__name__] = cls
    return cls


def kinds() -> Mapping[str, type[Decision]]:
    """Every registered kind by name."""
    return _KINDS


def canonical(value: object) -> bytes:
    """The canonical JSON bytes of a value.

    Raises:
        ValueError: it holds a float or something that is not JSON.
    """
    if _holds_float(value):
        _refuse(0.0)
    return _ENCODER.encode(value).encode()


def _holds_float(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_float, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_float, value))
    return isinstance(value, float)


def _refuse(value: object) -> object:
    msg = f"a decision cannot hold a {type(value).__name__}"
    raise ValueError(msg)


_ENCODER: Final = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=False,
    allow_nan=False,
    default=_refuse,
)


def to_payload(decision: Decision, keep: Callable[[Words], str]) -> dict[str, Any]:
    """The decision's fields for the trail, `Words` replaced by what `keep` returns.

    Raises:
        ValueError: a plain string could hold prose, a field of wording holds a plain
            string, or a value is a float.
    """
    return _encode_fields(decision, keep)


def _encode_fields(given: object, keep: Callable[[Words], str]) -> dict[str, Any]:
    cls: type = type(given)
    names, worded, values = _fields_of(cls)
    return {
        name: (_encode_words if name in worded else _encode)(value, keep)
        for name, value in zip(names, values(given), strict=True)
    }


@cache
def _fields_of(
    cls: type,
) -> tuple[tuple[str, ...], frozenset[str], Callable[[object], tuple[object, ...]]]:
    """A class's fields in order, those that hold wording, and how to read them all."""
    hints = get_type_hints(cls, include_extras=True)
    names = tuple(field.name for field in fields(cls))
    worded = frozenset(name for name in names if _is_wording(hints[name]))
    if len(names) == 1:
        get_one = attrgetter(names[0])
        return names, worded, lambda given: (get_one(given),)
    return names, worded, attrgetter(*names)


def _is_wording(hint: object) -> bool:
    if get_origin(hint) is Annotated:
        return "wording" in get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return any(_is_wording(part) for part in get_args(hint))
    return False


def _encode_words(value: object, keep: Callable[[Words], str]) -> str | None:
    """The wording id of words on their way, or of words that stand already."""
    if value is None:
        return None
    if isinstance(value, Words):
        return keep(value)
    if isinstance(value, str) and _WORDING_ID.fullmatch(value):
        return value
    msg = "a field of wording takes Words, or the id of words that stand already"
    raise ValueError(msg)


def _encode(value: object, keep: Callable[[Words], str]) -> object:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        if isinstance(value, Words) or not _PLAIN.fullmatch(value):
            msg = "a plain field of a decision must be an id; words have their own"
            raise ValueError(msg)
        return value
    if isinstance(value, tuple | list):
        return [_encode(entry, keep) for entry in value]
    if hasattr(value, "__dataclass_fields__"):
        return _encode_fields(value, keep)
    return _refuse(value)


def from_payload(name: str, payload: Mapping[str, Any]) -> Decision:
    """The decision a stored event holds, its words as wording ids.

    Raises:
        KeyError: this version does not know the kind.
        TypeError: the fields are not the kind's own.
    """
    cls = _KINDS[name]
    converters = _converters(cast("type", cls))
    if not converters:
        return cls(**payload)
    given = dict(payload)
    for field, convert in converters.items():
        if given.get(field) is not None:
            given[field] = convert(given[field])
    return cls(**given)


@cache
def _converters(cls: type) -> dict[str, Callable[[Any], object]]:
    """How JSON arrays and objects of a class become tuples and nested dataclasses."""
    found = {}
    for name, hint in get_type_hints(cls).items():
        convert = _converter(hint)
        if convert is not None:
            found[name] = convert
    return found


def _converter(hint: object) -> Callable[[Any], object] | None:
    if get_origin(hint) is types.UnionType:
        given = [_converter(part) for part in get_args(hint)]
        return next((part for part in given if part is not None), None)
    if get_origin(hint) is tuple:
        inner = _converter(get_args(hint)[0])
        if inner is None:
            return tuple
        return lambda values: tuple(inner(value) for value in values)
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        nested = _converters(hint)
        if not nested:
            return lambda value: hint(**value)
        return lambda value: hint(
            **{
                name: nested[name](entry)
                if name in nested and entry is not None
                else entry
                for name, entry in value.items()
            }
        )
    return None
