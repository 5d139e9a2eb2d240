"""What a pane sends becomes decisions once, or is refused; its picture follows them."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workbench.familiarise.field_notes import codable
from workbench.familiarise.transcripts import correct, text_of
from workbench.model import Code, CodedSegment, Memo, Researcher
from workbench.ui.coder import acts, picture

if TYPE_CHECKING:
    from workbench.importers.parsed import ParsedTranscript
    from workbench.store.project import Project

Parse = Callable[..., "ParsedTranscript"]
LINES = (
    "I: How did it begin?",
    "P: With a phone \U0001f4f1 my sister gave me, e\u0301 and so on.",
    "I: And then?",
    "P: Then I wrote to it most nights, and it never slept.",
)


class AtPane:
    """A pane at one transcript of a small study, without the browser."""

    def __init__(self, project: Project, parse: Parse) -> None:
        from workbench.familiarise.transcripts import Arrival, bring_in

        self.project, self.parse = project, parse
        self.by = project.rows(Researcher, role="lead")[0].id
        bring_in(project, self.by, [Arrival(parse(*LINES), b"1", "C01")])
        self.number, self.answer = 0, acts.Answer()

    @property
    def version(self) -> str:
        return codable(self.project, "C01").version

    def text(self) -> str:
        return text_of(self.project, self.version)

    def act(self, kind: str, **rest: Any) -> dict[str, Any]:
        self.number += 1
        own = {"n": self.number, "act": str(uuid.uuid4()), "kind": kind}
        return own | {"version": self.version} | rest

    def coding(self, start: int, end: int, **rest: Any) -> dict[str, Any]:
        words = acts.sum_of(self.text()[start:end])
        return self.act("code", start=start, end=end, check=words, **rest)

    def send(self, *sent: dict[str, Any]) -> list[str]:
        """The outbox is taken in; what was refused."""
        before = len(self.answer.refused)
        acts.take_in(self.project, self.by, "C01", sent, self.answer)
        return [said for _, said in self.answer.refused[before:]]

    def coded(self) -> list[CodedSegment]:
        return self.project.read(CodedSegment, state="active")


@pytest.fixture
def pane(project: Project, parsed: Parse) -> AtPane:
    return AtPane(project, parsed)


def test_an_outbox_that_comes_many_times_is_done_once(pane: AtPane) -> None:
    outbox = [pane.coding(0, 8, name="begin"), pane.coding(20, 30, name="phone")]
    for _ in range(3):
        pane.send(*outbox)
    # another window's memory of it, as after a reload
    acts.take_in(pane.project, pane.by, "C01", outbox, acts.Answer())

    assert len(pane.coded()) == 2
    assert len(pane.project.rows(Code)) == 2


def test_words_that_read_otherwise_on_the_page_are_refused_and_the_rest_is_done(
    pane: AtPane,
) -> None:
    wrong = pane.coding(0, 8, name="begin") | {"check": 7}
    refused = pane.send(wrong, pane.coding(20, 30, name="phone"))

    assert len(refused) == 1
    assert "Reload the page" in refused[0]
    assert [s.quote for s in pane.coded()] == [pane.text()[20:30]]


def test_an_act_on_a_version_that_was_corrected_since_is_refused(pane: AtPane) -> None:
    late = pane.coding(20, 30, name="phone")
    again = pane.parse(*(line.replace("begin", "start") for line in LINES))
    correct(pane.project, pane.by, "C01", again, b"2", "misheard")

    refused = pane.send(late)

    assert len(refused) == 1
    assert pane.coded() == []


def test_a_code_on_corrected_words_is_upheld_once(pane: AtPane) -> None:
    start = pane.text().index("phone")
    pane.send(pane.coding(start, start + 20, name="phone"))
    again = pane.parse(*(line.replace("sister", "brother") for line in LINES))
    correct(pane.project, pane.by, "C01", again, b"2", "misheard")
    (segment,) = pane.coded()
    assert segment.anchor == "text-changed"

    yes = pane.act("uphold", segment=segment.id)
    assert pane.send(yes, yes) == []

    assert [s.anchor for s in pane.coded()] == ["unchanged"]
    assert "were not corrected" in pane.send(pane.act("uphold", segment=segment.id))[0]


def test_a_segment_just_coded_can_be_named_by_the_act_that_coded_it(
    pane: AtPane,
) -> None:
    coding = pane.coding(0, 8, name="begin")
    named = {"segment": coding["act"]}
    refused = pane.send(
        coding,
        pane.act("qualify", polarity="absent", target="client-AI", **named),
        pane.act("memo", text="odd", **named),
        pane.act("recode", name="beginnings", code=None, **named),
        pane.act("resize", start=0, end=6, check=acts.sum_of("How di"), **named),
    )

    (segment,) = pane.coded()
    assert refused == []
    assert pane.answer.made == {coding["act"]: segment.id}
    assert (segment.polarity, segment.target) == ("absent", "client-AI")
    assert segment.quote == "How di"
    assert pane.project.read(Code, id=segment.code)[0].name == "beginnings"
    assert [m.text for m in pane.project.read(Memo)] == ["odd"]


def test_undo_and_redo_from_the_pane_are_acts_that_can_be_retried(
    pane: AtPane,
) -> None:
    back = pane.act("undo")
    pane.send(pane.coding(0, 8, name="one"), pane.coding(0, 9, name="two"), back)
    other = acts.Answer()
    acts.take_in(pane.project, pane.by, "C01", [back], other)
    assert len(pane.coded()) == 1

    pane.send(pane.act("redo"))

    assert len(pane.coded()) == 2
    assert [said for _, said in (*other.told, *pane.answer.told)] == [
        "Taken back: segment coded, \u201ctwo\u201d.",
        "Done again: segment coded, \u201ctwo\u201d.",
    ]


def test_an_act_this_version_does_not_know_is_refused_in_words(pane: AtPane) -> None:
    assert "Reload the page" in pane.send(pane.act("shuffle"))[0]


class InTheBrowser:
    """What a window has of a transcript, as record.js obeys the messages it gets."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = {}
        self.beside: dict[str, Any] = {}
        self.revision: int | None = None

    def obey(self, message: dict[str, Any], revision: int) -> None:
        if message.get("whole"):
            self.rows = {}
        for gone in message.get("gone", ()):
            self.rows.pop(gone, None)
        for row in (*message["segments"], *message["ghosts"]):
            self.rows[row[0]] = row
        for name in ("codes", "people", "memos"):
            self.beside[name] = message.get(name, self.beside.get(name))
        self.revision = revision


def something(pane: AtPane, step: int, chance: random.Random) -> dict[str, Any]:
    """An act that may well take back or repeat what an earlier one did."""
    coded, start = pane.coded(), chance.randrange(0, 60)
    end = start + chance.randrange(2, 30)
    choices = [pane.coding(start, end, name=f"code {step}")]
    if coded:
        some = {"segment": chance.choice(coded).id}
        check = acts.sum_of(pane.text()[start:end])
        code = chance.choice(pane.project.rows(Code, state="active")).id
        polarity = chance.choice(["present", "absent", None])
        choices += [
            pane.act("uncode", **some),
            pane.act("recode", code=code, **some),
            pane.act("resize", start=start, end=end, check=check, **some),
            *[pane.act("qualify", polarity=polarity, target=None, **some)] * 2,
            pane.act("memo", text="a note", **some),
            *[pane.act("undo"), pane.act("redo")] * 2,
        ]
    return chance.choice(choices)


def test_a_picture_that_follows_decisions_equals_one_taken_anew(pane: AtPane) -> None:
    chance = random.Random(3)  # noqa: S311 - a story to follow, not a secret
    transcript = codable(pane.project, "C01")
    followed = picture.take(pane.project, transcript, pane.by)
    for step in range(60):
        pane.send(something(pane, step, chance))
        if chance.random() < 0.6:
            followed = picture.follow(pane.project, transcript, pane.by, followed)
            assert followed == picture.take(pane.project, transcript, pane.by)


def test_a_message_leads_to_now_from_whatever_a_window_has_by_then(
    pane: AtPane,
) -> None:
    """A burst of keys: messages are lost, or were made before the last one came."""
    chance = random.Random(5)  # noqa: S311 - a story to follow, not a secret
    transcript = codable(pane.project, "C01")
    shown = picture.Shown(picture.take(pane.project, transcript, pane.by))
    window, have = InTheBrowser(), None
    for step in range(120):
        pane.send(something(pane, step, chance))
        shown.go_on(picture.follow(pane.project, transcript, pane.by, shown.now))
        message = shown.since(have)
        if chance.random() < 0.7:
            window.obey(message, shown.now.revision)
            assert window.rows == {**shown.now.segments, **shown.now.ghosts}
            assert window.beside == shown.now.beside()
        if chance.random() < 0.3:
            have = window.revision


def test_a_message_says_what_changed_and_no_more(pane: AtPane) -> None:
    transcript = codable(pane.project, "C01")
    pane.send(pane.coding(0, 8, name="one"), pane.coding(0, 9, name="two"))
    shown = picture.Shown(picture.take(pane.project, transcript, pane.by))
    have = shown.now.revision
    gone, kept = sorted(pane.coded(), key=lambda s: s.end)
    pane.send(
        pane.act("uncode", segment=gone.id),
        pane.act("qualify", segment=kept.id, polarity="absent", target=None),
    )
    shown.go_on(picture.take(pane.project, transcript, pane.by))

    message = shown.since(have)

    assert message["gone"] == [gone.id]
    assert [(row[0], row[6]) for row in message["segments"]] == [(kept.id, "absent")]
    assert "codes" not in message
    assert shown.since(have - 1)["whole"]  # from before it was first shown


def test_every_key_of_the_pane_is_documented() -> None:
    root = Path(__file__).parents[2]
    frontend = root / "workbench" / "ui" / "coder" / "frontend"
    table = (frontend / "keys.js").read_text("utf-8")
    docs = (root / "docs" / "coding-pane.md").read_text("utf-8")

    keys = re.findall(r'^    \["([^"]+)", "([^"]+)"', table, flags=re.MULTILINE)

    assert len(keys) > 30
    for key, does in keys:
        shown = key.replace("\\u2013", "\u2013")
        said = does.replace("\\u2026", "\u2026")
        assert f"| `{shown}` | {said} |" in docs, key
