"""What a debriefer said in Word comments on a packet, read back entry by entry."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import ImportRejectedError, PacketRefusedError
from workbench.importers.guard import open_archive, parse_xml, read_member
from workbench.importers.word_xml import local, value
from workbench.model import RINGS_TRUE
from workbench.trust.answers_file import PARTS, Answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbench.store.project import Project
    from workbench.trust.packet import Packet

#: How the debriefer may begin a comment, and what it then is.
_VERDICTS: Final = {
    "agree": "agree",
    "unsure": "unsure",
    "other code": "other-code",
    "boundary": "boundary",
    "should not be coded": "should-not-be-coded",
    "rightly not coded": "rightly-not-coded",
    "should be coded": "should-be-coded",
}
_READINGS: Final = {
    "I read it differently": "read-differently",
    "say more": "say-more",
    "what about": "what-about",
    "troubles me": "troubles-me",
    "rings true": RINGS_TRUE,
}
_CHALLENGES: Final = {
    "evidence": "thin-evidence",
    "overclaim": "overclaim",
    "another reading": "alternative-reading",
    "boundary blur": "boundary-blur",
    "topic": "topic-not-theme",
    "negative case": "negative-case-ignored",
    "groups": "group-conflated",
    "theory": "theory-forced",
    "assumption": "assumption-unowned",
    "wording": "wording",
    "ethics": "ethics",
}
KINDS_IN_WORDS: Final = {
    "verdicts": (*_VERDICTS, *_CHALLENGES),
    "readings": (*_READINGS, *_CHALLENGES),
}
#: What she may say to an answer that she got.
_OUTCOMES: Final = {
    "agreed": "agreed",
    "agree": "agreed",
    "I agree": "agreed",
    "still disagree": "dissent",
    "I still disagree": "dissent",
    "disagree": "dissent",
}
_ENTRY: Final = re.compile(
    r"entry: (question|theme|mapping|segment|stretch|challenge) (\S+)"
)
#: Entries that a challenge cannot be on.
_NO_OBJECT: Final = ("stretch", "challenge")
_LAST: Final = re.compile(
    r"packet (\S+) of (\S+), study (\S+), ([0-9a-f]{64}), for (\S+)"
)
_OPENING: Final = re.compile(r"\s*([^:\n]{2,24}?)\s*(?::|\.|$)\s*", re.MULTILINE)


def entry_line(kind: str, name: str) -> str:
    """The line under a number that says what the entry is."""
    return f"entry: {kind} {name}"


def last_line(packet: Packet) -> str:
    """The last line of the document, which names the packet."""
    c = packet.content
    return (
        f"packet {c['packet']} of {c['session']}, study {c['project']}, "
        f"{packet.digest}, for {c['debriefer']['id']}"
    )


def read_comments(project: Project, data: bytes, name: str) -> Answers:
    """The comments of a returned Word document as a debriefer's answers.

    A comment that begins with one of the known words is of that kind; any other is a
    remark. Its first words stay in its text where they were more than that word.

    Raises:
        PacketRefusedError: no such document, or the lines that name it are gone.
    """
    try:
        body, comments = _parts(data)
    except ImportRejectedError as error:
        raise PacketRefusedError(name, str(error)) from None
    told, last = _walk(body, comments)
    if last is None:
        why = "its last line, which names the packet, is gone"
        raise PacketRefusedError(name, why)
    given: dict[str, Any] = {part: [] for part in PARTS}
    judges = project.study().orientation != "reflexive"
    for number, (kind, about, text) in enumerate(told, start=1):
        _sort(given, kind, about, text, number, judges=judges)
    packet, session, uuid, digest, debriefer = last.groups()
    return Answers(
        packet,
        session,
        uuid,
        digest,
        debriefer,
        project.surroundings.now()[:10],
        **{part: tuple(given[part]) for part in PARTS},
        looked=None,
        own_digest=hashlib.sha256(data).hexdigest(),
    )


def _parts(data: bytes) -> tuple[_Element, dict[str, str]]:
    archive = open_archive(data)
    body = parse_xml(read_member(archive, "word/document.xml"))
    if "word/comments.xml" not in archive.namelist():
        return body, {}
    comments = parse_xml(read_member(archive, "word/comments.xml"))
    found = {}
    for each in comments:
        number = value(each, "id")
        if local(each) == "comment" and number is not None:
            paragraphs = (p for p in each.iter() if local(p) == "p")
            text = "\n".join(_text(p) for p in paragraphs)
            found[number] = text.strip()
    return body, found


def _text(element: _Element) -> str:
    return "".join(each.text or "" for each in element.iter() if local(each) == "t")


def _walk(
    body: _Element, comments: dict[str, str]
) -> tuple[list[tuple[str, str | None, str]], re.Match[str] | None]:
    """Each comment with the entry it stands in, and the line that names the packet."""
    told: list[tuple[str, str | None, str]] = []
    waiting: list[str] = []
    seen: set[str] = set()
    entry: tuple[str, str | None] = ("missing", None)
    last = None
    for paragraph in (p for p in body.iter() if local(p) == "p"):
        text = _text(paragraph)
        if _is_heading(paragraph):
            # a comment on the heading belongs to the entry that it begins
            waiting += list(_begun(paragraph))
            entry = ("missing", None)
            continue
        match = _ENTRY.search(text)
        if match:
            entry = (match[1], match[2])
        last = _LAST.search(text) or last
        fresh = [n for n in (*waiting, *_begun(paragraph)) if n not in seen]
        told.extend((*entry, comments[n]) for n in fresh if comments.get(n))
        seen.update(fresh)
        waiting = []
    return told, last


def _is_heading(paragraph: _Element) -> bool:
    return any(
        local(each) == "pStyle" and (value(each) or "").startswith("Heading")
        for each in paragraph.iter()
    )


def _begun(paragraph: _Element) -> Iterator[str]:
    """The comments that begin in a paragraph, or point at it without a range."""
    seen: set[str] = set()
    for each in paragraph.iter():
        if local(each) in ("commentRangeStart", "commentReference"):
            number = value(each, "id")
            if number is not None and number not in seen:
                seen.add(number)
                yield number


def _sort(
    given: dict[str, Any],
    kind: str,
    about: str | None,
    text: str,
    number: int,
    *,
    judges: bool,
) -> None:
    """One comment among the answers: an answer, a verdict, or a challenge."""
    if kind == "question":
        _add_answer(given, str(about), text)
        return
    opening, rest = _opened(text)
    outcome = _known(_OUTCOMES, opening)
    if kind == "challenge" and outcome:
        entry = {"challenge": about, "judged": outcome, "text": rest or None}
        given["outcomes"].append(entry)
        return
    verdict = _known(_VERDICTS, opening)
    if kind in ("segment", "stretch") and verdict and judges:
        entry = {kind: about, "judged": verdict, "comment": rest or None}
        earlier = [v for v in given["verdicts"] if v.get(kind) == about]
        if not earlier:
            given["verdicts"].append(entry)
            return
    chosen = _known(_READINGS, opening) or _known(_CHALLENGES, opening)
    given["challenges"].append(
        {
            "id": f"word-{number}-{hashlib.sha256(text.encode()).hexdigest()[:8]}",
            "about_kind": "missing" if kind in _NO_OBJECT else kind,
            "about": None if kind in _NO_OBJECT else about,
            "kind": chosen or "remark",
            "severity": None,
            "text": (rest or text) if chosen else text,
        }
    )


def _add_answer(given: dict[str, Any], question: str, text: str) -> None:
    """Several comments on one question are one answer."""
    for earlier in given["answers"]:
        if earlier["question"] == question:
            earlier["text"] += f"\n{text}"
            return
    given["answers"].append({"question": question, "text": text})


def _opened(text: str) -> tuple[str, str]:
    match = _OPENING.match(text)
    return (match[1], text[match.end() :].strip()) if match else ("", text)


def _known(kinds: dict[str, str], opening: str) -> str | None:
    folded = opening.casefold()
    return next((k for word, k in kinds.items() if word.casefold() == folded), None)
