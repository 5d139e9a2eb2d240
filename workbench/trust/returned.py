"""A packet that a participant sent back, compared with what she was sent.

Turn by turn and answer by answer; nothing is done about any of it here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from workbench.errors import ImportRejectedError, PacketRefusedError
from workbench.familiarise.transcripts import text_of, turns_of
from workbench.importers import Content, inspect_contents
from workbench.importers.guard import open_archive, parse_xml, read_member
from workbench.importers.word_xml import local
from workbench.model import MemberPacket, MemberRemark, Theme, Transcript
from workbench.trust.member_letters import (
    ANSWERS,
    CHOICES,
    END,
    FORM,
    MARK,
    ON_PART,
    PART,
    TURN,
)
from workbench.trust.member_packets import her_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element

    from workbench.store.project import Project

_NUMBER: Final = re.compile(r"Packet number (\d+) · (\S+)")
#: What word processors change by themselves is no correction of hers.
_SAME: Final = str.maketrans(
    "\u2018\u2019\u201a\u201c\u201d\u201e\u00a0\u2013", "'''\"\"\" -"
)
#: What stands before a line in an answered mail.
_QUOTED: Final = re.compile(r"^(?:> ?)+", re.MULTILINE)
#: Under which words stand that answer no question of the packet.
ABOVE: Final = "Written above what was sent:"
_MARKS: Final = "xXvV\u2713\u2714\u2611\u2612"
#: A line that is an answer: a box or a mark, the answer, and what she wrote after it.
_ANSWER: Final = re.compile(
    rf"(?P<box>[^\w]*(?:[{_MARKS}][^\w]*)?)"
    rf"(?P<choice>{'|'.join(re.escape(c.rstrip('.')) for c in CHOICES)})(?P<rest>.*)",
    re.DOTALL,
)
#: What begins a line of a mail that says from whom it is and what it answers.
_HEAD: Final = re.compile(
    r"(?:From|Sent|To|Cc|Subject|Date|Von|Gesendet|An|Betreff|Od|Komu|P\u0159edm\u011bt"
    r"|Datum)\s?:|-{2,}.*-{2,}$"
)
_WROTE: Final = re.compile(r"(?:On|Am|Le|El|Il|Em|Op|Dne|W dniu)\b")


@dataclass(frozen=True, slots=True)
class Returned:
    """One thing that differs from what was sent; a person confirms it."""

    #: changed: a turn reads otherwise; gone: its words are missing; theme: what she
    #: says of one; form: an answer at the end.
    kind: Literal["changed", "gone", "theme", "form"]
    #: The turn's number from 0; None for an answer.
    turn: int | None
    #: What was sent, or asked.
    old: str
    #: What came back.
    new: str
    #: Whether the turn is hers, or the interviewer's.
    is_hers: bool = True
    theme: str | None = None
    #: Where one answer was marked, and no more: how a theme fits.
    fits: str | None = None


@dataclass(slots=True)
class _Read:
    """What a returned packet says, by number from 0, paragraph by paragraph."""

    turns: dict[int, list[str]] = field(default_factory=dict)
    parts: dict[int, list[str]] = field(default_factory=dict)
    #: The answers that stand in a part, and whether each is marked.
    marks: dict[int, list[tuple[str, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    form: dict[str, list[str]] = field(default_factory=dict)


def compare(project: Project, packet: str, data: bytes, name: str) -> list[Returned]:
    """What the returned file says otherwise, in order; nothing is done about it.

    It is the packet, or the transcript itself as Word or text (captions, labelled
    lines), with as many turns as it had.

    Raises:
        PacketRefusedError: neither of the two, of another packet, or its numbers are
            gone.
    """
    row = project.one(MemberPacket, id=packet)
    paragraphs = _paragraphs(data, name)
    found = next((m for p in paragraphs if (m := _NUMBER.search(p))), None)
    if found is None and row.version is not None:
        return _of_the_transcript(project, row.participant, row.version, data, name)
    if found is None:
        raise PacketRefusedError(name, "the line with its packet number is gone")
    if (int(found[1]), found[2]) != (row.number, row.participant):
        why = f"it is packet {found[1]}, not packet {row.number}"
        raise PacketRefusedError(name, why)
    read = _read(paragraphs, with_parts=bool(row.themes))
    above = _above(data, name, project.study().title)
    told = [*_of_themes(project, row, read), *_of_the_form(read), *above]
    if row.version is None:
        return told
    sent = her_turns(project, row.participant, row.version)
    if sent and not read.turns:
        why = "the numbers before the turns are gone, so nothing can be compared"
        raise PacketRefusedError(name, why)
    turns = {index: _joined(said) for index, said in read.turns.items()}
    return [*_changes(sent, turns), *told]


def _of_the_transcript(
    project: Project, participant: str, version: str, data: bytes, name: str
) -> list[Returned]:
    (parsed,) = inspect_contents([Content(name, data)])
    count = len(turns_of(project, version))
    if len(parsed.turns) != count:
        why = (
            "the line with its packet number is gone, and as a transcript it has "
            f"{len(parsed.turns)} turns where {count} were sent"
        )
        raise PacketRefusedError(name, why)
    turns = dict(enumerate(turn.text for turn in parsed.turns))
    return list(_changes(her_turns(project, participant, version), turns))


def undecided(
    project: Project, found: Iterable[Returned], remarks: Sequence[MemberRemark]
) -> list[Returned]:
    """What of it nobody has taken or set aside yet.

    Args:
        project: the study.
        found: what differs (`compare`).
        remarks: what was taken of this reply, words as text.
    """
    turns = {r.turn for r in remarks if r.turn is not None}
    themes = {r.theme for r in remarks if r.theme is not None}
    aside = [r.text or "" for r in remarks if r.kind == "set-aside"]
    made = {r.made for r in remarks if r.kind == "addition" and r.made}
    added = {
        text_of(project, row.version)
        for row in project.rows(Transcript)
        if row.id in made
    }
    return [
        each
        for each in found
        if not (
            (each.turn is not None and each.turn in turns)
            or (each.theme is not None and each.theme in themes)
            or (each.kind == "form" and each.new in added)
            or (each.kind == "form" and any(a.startswith(each.old) for a in aside))
        )
    ]


def _paragraphs(data: bytes, name: str, *, quoted: bool = False) -> list[str]:
    """The file's paragraphs: Word's, or the lines of plain text.

    Args:
        data: the file.
        name: of the file.
        quoted: whether the signs stay that a mail puts before what it quotes.
    """
    if not data.startswith(b"PK"):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            why = "it is neither a Word file nor plain text"
            raise PacketRefusedError(name, why) from None
        return (text if quoted else _QUOTED.sub("", text)).splitlines()
    try:
        archive = open_archive(data)
        body = parse_xml(read_member(archive, "word/document.xml"))
    except ImportRejectedError as error:
        raise PacketRefusedError(name, str(error)) from None
    return [_text(p) for p in body.iter() if local(p) == "p"]


def _of_themes(
    project: Project, packet: MemberPacket, read: _Read
) -> Iterator[Returned]:
    names = {theme.id: theme.name for theme in project.read(Theme)}
    for number, theme in enumerate(packet.themes):
        text = _joined(read.parts.get(number, []))
        fits = _marked(read.marks.get(number, []))
        if text or fits:
            name = names.get(theme, theme)
            yield Returned("theme", None, name, text, theme=theme, fits=fits)


def _of_the_form(read: _Read) -> Iterator[Returned]:
    for asked, said in read.form.items():
        if text := _joined(said):
            yield Returned("form", None, asked, text)


def _above(data: bytes, name: str, title: str) -> Iterator[Returned]:
    """What stands above the packet: in a mail, her answer to all of it."""
    lines = _paragraphs(data, name, quoted=True)
    at = next(n for n, line in enumerate(lines) if _NUMBER.search(line))
    above = [line for line in lines[:at] if not line.startswith(">")]
    while above and (above[-1].strip() in ("", title) or not above[-1].strip("- ")):
        above.pop()
    first = next((n for n, line in enumerate(above) if _HEAD.match(line)), len(above))
    if text := _joined(_without_who_wrote(above[:first])):
        yield Returned("form", None, ABOVE, text)


def _without_who_wrote(lines: list[str]) -> list[str]:
    """Mail programs say above what they quote who wrote it, and when: no words of hers.

    One or two lines, of which the last ends in a colon.
    """
    if not lines or not lines[-1].rstrip().endswith(":"):
        return lines
    two = len(lines) > 1 and lines[-2].strip() and _WROTE.match(lines[-2])
    return lines[: -2 if two else -1]


def _joined(said: Sequence[str]) -> str:
    return "\n".join(said).strip()


def _marked(answers: Sequence[tuple[str, bool]]) -> str | None:
    """The one answer that is marked, or the one that was left standing."""
    marked = [choice for choice, is_marked in answers if is_marked]
    left = marked or [choice for choice, _ in answers]
    return CHOICES[f"{left[0]}."] if len(left) == 1 else None


def _answered(text: str) -> tuple[str, bool, str] | None:
    """An answer, whether it is marked, and her words after it; None for other lines."""
    match = _ANSWER.match(text)
    if match is None:
        return None
    box, rest = match["box"], match["rest"].lstrip(" .\u00a0").rstrip()
    is_marked = any(mark in box for mark in _MARKS)
    if rest and rest.rstrip(".") in _MARKS:
        is_marked, rest = True, ""
    # a sentence of hers can begin as an answer does
    is_answer = is_marked or "[" in box or not rest
    return (match["choice"], is_marked, rest) if is_answer else None


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


def _answer(read: _Read, part: int, text: str, *, is_hers: bool) -> bool:
    """One paragraph of a part is read; whether what follows can be hers.

    Our own text and the quotes may say what an answer says: they are none.
    """
    answered = _answered(text)
    if not is_hers and not (answered and "[" in text):
        return MARK in text
    if answered:
        choice, is_marked, text = answered
        read.marks[part].append((choice, is_marked))
    if text:
        read.parts.setdefault(part, []).append(text)
    return True


def _read(paragraphs: Iterable[str], *, with_parts: bool) -> _Read:
    """Her turns and answers, each with the paragraphs that follow it."""
    read = _Read()
    here: list[str] | None = None
    part: int | None = None
    is_hers = False
    for text in paragraphs:
        asked = next((q for q in FORM if text.startswith(q)), None)
        if match := TURN.match(text):
            here = read.turns.setdefault(int(match[1]) - 1, [])
            here.append(text[match.end() :])
        elif with_parts and (match := ON_PART.match(text)):
            here = read.parts.setdefault(int(match[1]) - 1, [])
            here.append(text[match.end() :])
            part = None
        elif with_parts and (match := PART.match(text)):
            part, here, is_hers = int(match[1]) - 1, None, False
        elif text.strip() in (END, ANSWERS):
            part = here = None
        elif asked:
            part, here = None, read.form.setdefault(asked, [])
            here.append(text[len(asked) :])
        elif part is not None:
            is_hers = _answer(read, part, text, is_hers=is_hers)
        elif here is not None:
            here.append(text)
    return read
