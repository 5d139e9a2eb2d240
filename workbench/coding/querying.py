"""Questions to the coded material, as from a matrix: whose cells are segments. Pure.

Rows are codes; columns are groups, people, an attribute's values, questions, and so on,
or other codes that stand on or near the same words. Every cell holds the segments
themselves, so that it can be opened and read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from workbench.coding.placed import Placed

#: How one code can stand to another: on the same words, or within so many turns.
RELATIONS: Final = ("overlapping", "near")
#: What can stand in the columns; "attribute" needs one named.
COLUMNS: Final = (
    *("group", "participant", "attribute", "code", "question", "speaker"),
    *("polarity", "target", "coder", "origin", "transcript"),
)
NOT_SAID: Final = "not recorded"
#: Two segments are near each other within this many turns, unless told otherwise.
NEAR: Final = 3


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; an empty choice means all."""

    columns: str = "group"
    #: Id of the attribute whose values are the columns.
    attribute: str | None = None
    codes: tuple[str, ...] = ()
    relation: str = "overlapping"
    turns: int = NEAR
    #: Only segments that stand so to a segment of one of these codes.
    beside: tuple[str, ...] = ()
    #: Only segments that do not stand so to any segment of these codes.
    without: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def to_text(self) -> str:
        """The query as it is kept."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


def from_text(text: str) -> Query:
    """A query as it was kept; what a later version added is left out.

    Raises:
        RefusedError: it is none.
    """
    try:
        given: dict[str, Any] = json.loads(text)
        known = {field.name for field in fields(Query)}
        kept: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in given.items()
            if name in known
        }
        return Query(**kept)
    except (ValueError, TypeError, AttributeError):
        msg = "this is no kept question."
        raise RefusedError(msg) from None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The answer: segments by row and column, both in order."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[Placed, ...]]

    def segments(self, row: str, column: str) -> tuple[Placed, ...]:
        """The segments of a cell."""
        return self.cells.get((row, column), ())

    def people(self, row: str, column: str) -> int:
        """How many participants speak in a cell."""
        return len({s.person for s in self.segments(row, column) if s.person})


def answer(
    segments: Sequence[Placed],
    query: Query,
    values: Mapping[str, Mapping[str, str]] | None = None,
) -> Matrix:
    """The segments that a question asks for, by code and column.

    Args:
        segments: every coded segment (`placed.place`).
        query: what is asked.
        values: attribute -> participant -> value, for columns of an attribute.
    """
    asked = [s for s in segments if _takes(query, s)]
    looks_around = query.columns == "code" or query.beside or query.without
    around = segments if looks_around else ()
    neighbours = _Neighbours(around, query.relation, query.turns)
    if query.beside:
        asked = [s for s in asked if neighbours.codes(s) & set(query.beside)]
    if query.without:
        asked = [s for s in asked if not neighbours.codes(s) & set(query.without)]
    cells: dict[tuple[str, str], list[Placed]] = {}
    for segment in asked:
        for column in _columns(segment, query, neighbours, values or {}):
            cells.setdefault((segment.code, column), []).append(segment)
    rows = dict.fromkeys(s.code for s in asked)
    columns = sorted({column for _, column in cells}, key=_last_if_not_said)
    return Matrix(
        tuple(sorted(rows)),
        tuple(columns),
        {key: tuple(found) for key, found in cells.items()},
    )


def _last_if_not_said(column: str) -> tuple[bool, str]:
    return column == NOT_SAID, column


def _takes(query: Query, s: Placed) -> bool:
    chosen: Iterable[tuple[tuple[str, ...], str | None]] = (
        (query.codes, s.code),
        (query.groups, s.group),
        (query.people, s.person),
        (query.roles, s.voice.role),
        (query.questions, s.question),
        (query.polarities, s.polarity),
        (query.coders, s.by),
        (query.origins, s.origin),
    )
    return all(not wanted or value in wanted for wanted, value in chosen)


def _columns(
    s: Placed,
    query: Query,
    neighbours: _Neighbours,
    values: Mapping[str, Mapping[str, str]],
) -> Iterable[str]:
    if query.columns == "code":
        return neighbours.codes(s) - {s.code}
    if query.columns == "attribute":
        own = values.get(query.attribute or "", {})
        return [own.get(s.person or "") or NOT_SAID]
    value = {
        "group": s.group,
        "participant": s.person,
        "question": s.question,
        "speaker": s.voice.role,
        "polarity": s.polarity,
        "target": s.target,
        "coder": s.by,
        "origin": s.origin,
        "transcript": s.transcript,
    }[query.columns]
    return [value or NOT_SAID]


class _Neighbours:
    """Which codes stand on the same words as a segment, or within some turns of it."""

    def __init__(self, segments: Sequence[Placed], relation: str, turns: int) -> None:
        if relation not in RELATIONS:
            hint = f"Choose one of {', '.join(RELATIONS)}."
            raise RefusedError(f"'{relation}' is no relation between codes. {hint}")
        self._near = turns if relation == "near" else None
        self._in_turn: dict[tuple[str, int], list[Placed]] = {}
        self._over: dict[str, set[str]] = {}
        if self._near is None:
            for one, other in _overlapping(segments):
                self._over.setdefault(one.id, set()).add(other.code)
                self._over.setdefault(other.id, set()).add(one.code)
        else:
            for each in segments:
                key = (each.transcript, each.turn)
                self._in_turn.setdefault(key, []).append(each)

    def codes(self, s: Placed) -> frozenset[str]:
        """The codes of other segments that stand so to this one."""
        if self._near is None:
            return frozenset(self._over.get(s.id, ()))
        return frozenset(
            other.code
            for turn in range(s.turn - self._near, s.turn + self._near + 1)
            for other in self._in_turn.get((s.transcript, turn), ())
            if other.id != s.id
        )


def _overlapping(segments: Iterable[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Each pair of segments that share a character, once."""
    standing: list[Placed] = []
    for s in sorted(segments, key=lambda each: (each.transcript, each.start)):
        standing = [
            o for o in standing if o.transcript == s.transcript and s.start < o.end
        ]
        for other in standing:
            yield other, s
        standing.append(s)


def on_same_words(
    segments: Sequence[Placed],
) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Pairs of codes, each in order, with the pairs of segments that overlap."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for first, second in _overlapping(segments):
        if first.code != second.code:
            one, two = sorted((first, second), key=lambda each: each.code)
            found.setdefault((one.code, two.code), []).append((one.id, two.id))
    return {pair: tuple(both) for pair, both in found.items()}


def nearest_codes(
    segments: Sequence[Placed], code: str, limit: int = 6
) -> list[tuple[str, int, int]]:
    """Codes that stand on the same words as a code, most often first.

    Returns:
        (code, pairs of segments, people in whose talk they meet).
    """
    by_id = {s.id: s for s in segments}
    found = []
    for pair, both in on_same_words(segments).items():
        if code in pair:
            other = pair[1] if pair[0] == code else pair[0]
            people = {by_id[one].person or by_id[one].transcript for one, _ in both}
            found.append((other, len(both), len(people)))
    return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]
