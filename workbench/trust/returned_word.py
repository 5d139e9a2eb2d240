"""A participant's returned Word file, compared with what she was sent, turn by turn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from workbench.errors import ImportRejectedError, PacketRefusedError
from workbench.importers.guard import open_archive, parse_xml, read_member
from workbench.importers.word_xml import local
from workbench.model import MemberPacket
from workbench.trust.member_letters import END, FORM, TURN
from workbench.trust.member_packets import her_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from workbench.store.project import Project

_NUMBER: Final = re.compile(r"Packet number (\d+) · (\S+)")
#: What word processors change by themselves is no correction of hers.
_SAME: Final = str.maketrans(
    "\u2018\u2019\u201a\u201c\u201d\u201e\u00a0\u2013", "'''\"\"\" -"
)


@dataclass(frozen=True, slots=True)
class Returned:
    """One thing that differs from what was sent; a person confirms it."""

    #: changed: a turn reads otherwise; gone: its words are missing; form: an answer.
    kind: Literal["changed", "gone", "form"]
    #: The turn's number from 0; None for an answer on the form.
    turn: int | None
    old: str
    new: str
    #: Whether the turn is hers, or the interviewer's.
    is_hers: bool = True


def compare(project: Project, packet: str, data: bytes, name: str) -> list[Returned]:
    """What the returned file says otherwise, in order; nothing is done about it.

    Raises:
        PacketRefusedError: no Word file, of another packet, or its numbers are gone.
    """
    row = project.one(MemberPacket, id=packet)
    try:
        archive = open_archive(data)
        body = parse_xml(read_member(archive, "word/document.xml"))
    except ImportRejectedError as error:
        raise PacketRefusedError(name, str(error)) from None
    paragraphs = [_text(p) for p in body.iter() if local(p) == "p"]
    found = next((m for p in paragraphs if (m := _NUMBER.search(p))), None)
    if found is None:
        raise PacketRefusedError(name, "the line with its packet number is gone")
    if (int(found[1]), found[2]) != (row.number, row.participant):
        why = f"it is packet {found[1]}, not packet {row.number}"
        raise PacketRefusedError(name, why)
    turns, form = _read(paragraphs)
    told = [Returned("form", None, asked, text) for asked, text in form]
    if row.version is None:
        return told
    sent = her_turns(project, row.participant, row.version)
    if sent and not turns:
        why = "the numbers before the turns are gone, so nothing can be compared"
        raise PacketRefusedError(name, why)
    return [*_changes(sent, turns), *told]


def _changes(
    sent: Iterable[tuple[object, bool]], turns: dict[int, str]
) -> Iterator[Returned]:
    for turn, is_hers in sent:
        index, old = turn.index, turn.text  # type: ignore[attr-defined]
        new = turns.get(index)
        if new is None or not new.strip():
            yield Returned("gone", index, old, "", is_hers)
        elif _plain(new) != _plain(old):
            yield Returned("changed", index, old, new, is_hers)


def _plain(text: str) -> str:
    return " ".join(text.translate(_SAME).replace("\u2026", "...").split())


def _text(paragraph: _Element) -> str:
    """The words that stand: insertions are in, what was struck out is not."""
    parts = []
    for each in paragraph.iter():
        if local(each) == "t":
            parts.append(each.text or "")
        elif local(each) in ("br", "cr"):
            parts.append("\n")
        elif local(each) == "tab" and not _is_stop(each):
            parts.append("\t")
    return "".join(parts)


def _is_stop(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == "tabs"


def _read(paragraphs: list[str]) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Her turns by number from 0, and what stands under each question of the form."""
    turns: dict[int, list[str]] = {}
    form: dict[str, list[str]] = {}
    here: list[str] | None = None
    for text in paragraphs:
        match = TURN.match(text)
        asked = next((q for q in FORM if text.startswith(q)), None)
        if match:
            here = turns.setdefault(int(match[1]) - 1, [])
            here.append(text[match.end() :])
        elif asked:
            here = form.setdefault(asked, [])
            here.append(text[len(asked) :])
        elif text.strip() == END:
            here = None
        elif here is not None:
            here.append(text)
    told = [(asked, "\n".join(said).strip()) for asked, said in form.items()]
    return (
        {index: "\n".join(said).strip("\n") for index, said in turns.items()},
        [(asked, said) for asked, said in told if said],
    )
