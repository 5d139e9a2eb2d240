"""What leaves is written for people: no ids, no choices as they stand in a file."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final

import pytest

from workbench import model, study
from workbench.decisions.decision import Words
from workbench.decisions.member_checking import (
    MemberPacketMade,
    MemberPacketMoved,
    MemberRemarkTaken,
    MemberReplied,
)
from workbench.exporters.catalogue import EXPORTS, Request
from workbench.exporters.debriefing import debriefing
from workbench.exporters.debriefing_record import session_record
from workbench.exporters.instruments import instruments
from workbench.exporters.intentions import intentions
from workbench.exporters.member_checking import member_checking
from workbench.exporters.pack_index import index
from workbench.exporters.plain import markdown
from workbench.exporters.reading import moment
from workbench.exporters.trail_story import trail_story
from workbench.in_words import one_of
from workbench.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exporters.conftest import Builder
    from workbench.exporters.reading import Moment

_CHOICES: Final = {
    choice
    for choices in (
        *(model.POLARITIES, model.TARGETS, model.RELATIONS, model.MUTUALITIES),
        *(model.GROUP_RELATIONS, model.CASE_ACTIONS, model.CHALLENGES, model.SHOWN),
        *(model.BLINDNESS, model.DIFFERENCE_OUTCOMES, study.SWITCHES),
        ("in-vivo", "text-changed", "not-sent", "no-reply", "assistance-lock"),
    )
    for choice in choices
    if "-" in choice
}
#: What no reader should meet, and why.
_FAULTS: Final = {
    "an id": re.compile(r"\b[a-z]{1,3}-[0-9a-f]{8,}\b"),
    "a choice as in a file": re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, _CHOICES)))})(?![\w-])"
    ),
    "a name of a program's": re.compile(r"\b[a-z]+_[a-z_]+\b"),
    "one of several": re.compile(
        r"(?<![\d.,\u2013-])(?<!Table )\b1 (?!was\b|is\b|has\b|remains\b)[a-z]+s\b"
    ),
    "none of several": re.compile(r"(?<![\d.])\b0 (?!to\b)[a-z]"),
    "a day for computers": re.compile(r"\b20\d\d-\d\d-\d\d\b"),
    "two full stops": re.compile(r"(?<![.\[])\.\.(?![.\]])"),
    "two spaces": re.compile(r"[a-z,.]  [a-zA-Z]"),
}
_TEXT_FORMATS: Final = (".md", ".html")


@pytest.fixture(scope="module")
def sample(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    path = tmp_path_factory.mktemp("read") / "sample.workbench"
    shutil.copy(built_sample, path)
    return Project.open(path)


def _read(text: str) -> str:
    """What a person reads of Markdown or of a page."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    return bare.replace("\\", "")


def _faults(text: str) -> list[str]:
    # links to files hold their names
    read = re.sub(r"\[[^\]]*\]\([^)]*\)", "", _read(text))
    return [
        f"{fault}: {read[max(0, found.start() - 30) : found.end() + 30]!r}"
        for fault, pattern in _FAULTS.items()
        for found in pattern.finditer(read)
    ]


_PROSE: Final = [
    kind
    for kind, exporter in EXPORTS.items()
    if set(exporter.suffixes) & set(_TEXT_FORMATS)
    # people's own talk, which says what it likes
    and kind not in ("coded-transcript", "extract-book", "quote-bank")
]


@pytest.mark.parametrize("kind", _PROSE)
def test_a_document_of_the_sample_study_is_written_for_people(
    sample: Project, kind: str
) -> None:
    exporter = EXPORTS[kind]
    suffix = next(each for each in _TEXT_FORMATS if each in exporter.suffixes)
    with moment(sample, None) as seen:
        made = exporter.make(seen, Request(suffix, "thesis", counts=True))

    assert _faults(made[0].decode()) == []


@pytest.mark.parametrize(
    "make", [intentions, instruments, debriefing, member_checking, trail_story]
)
def test_a_document_of_the_audit_pack_is_written_for_people(
    sample: Project, make: object
) -> None:
    with moment(sample, None) as seen:
        assert _faults(markdown(make(seen)).decode()) == []  # type: ignore[operator]


def test_the_index_of_the_audit_pack_is_written_for_people(sample: Project) -> None:
    with moment(sample, None) as seen:
        assert _faults(markdown(index(seen, {})).decode()) == []


def test_the_record_of_each_debriefing_is_written_for_people(sample: Project) -> None:
    sessions = sample.rows(model.DebriefSession)

    assert sessions
    for session in sessions:
        record = markdown(session_record(sample, session.id)).decode()
        assert _faults(record) == []


def _made(seen: Moment, kind: str) -> str:
    return _read(
        EXPORTS[kind].make(seen, Request(".md", "thesis", counts=True))[0].decode()
    )


def test_what_a_participant_adds_on_checking_is_no_interview(study: Builder) -> None:
    study.transcript("C01-added-1", "C01", "", "I would add that it was cold.")
    study.record(
        MemberPacketMade(
            *("mp-1", 1, "C01", "transcript", "C01-1", "v-C01-1", (), None),
            *("made", None, None),
        ),
        MemberPacketMade(
            *("mp-2", 2, "C02", "transcript", None, None, (), None),
            *("not-sent", None, Words("Asked not to be written to.")),
        ),
        MemberPacketMoved("mp-1", "made", "sent", "2026-04-01", None),
        MemberReplied(
            "mr-1", "mp-1", "C01", "sent", "letter", "2026-04-20", None, None
        ),
        MemberRemarkTaken(
            *("mk-1", "mr-1", "C01", "addition", "C01-1", None, None, None, None),
            *(None, "C01-added-1", 0, 0),
        ),
    )
    with moment(study.project, None) as seen:
        methods, coreq = _made(seen, "methods"), _made(seen, "coreq")
        registers, srqr = _made(seen, "registers"), _made(seen, "srqr")

    assert "4 interviews were analysed" in methods
    assert "What 1 participant added on checking was taken in" in methods
    assert (
        "1 packet went to participants, 1 of them was answered, with 1 addition."
        in (methods)
    )
    assert "To 1 participant it was decided not to send one." in methods
    assert "No repeat interviews." in coreq
    assert "4 interviews and 1 later addition by a participant" in srqr
    assert "| client | 1 | 1 | 0 | 0 | 0 | 1 |" in registers
    assert "added on checking" in registers


@pytest.mark.parametrize(
    ("group", "person"),
    [
        ("clients", "client"),
        ("clinicians", "clinician"),
        ("families", "family"),
        ("staff", "staff"),
        ("CBT+ class", "CBT+ class"),
        ("with psychosis", "with psychosis"),
    ],
)
def test_one_person_of_a_group_is_told_as_one(group: str, person: str) -> None:
    assert one_of(group) == person
