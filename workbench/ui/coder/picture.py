"""A transcript as the pane shows it, and what changed since it was last shown.

Everything here is read from the project anew; nothing is kept. Rows go as short lists,
because five thousand of them travel at a page's opening.
"""

from __future__ import annotations

import colorsys
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.coding.memos import readable
from workbench.coding.offers import offered
from workbench.coding.splitting import colours
from workbench.decisions import coding as decided
from workbench.decisions.setting_up import Undone
from workbench.familiarise.field_notes import labels
from workbench.familiarise.transcripts import speakers_of, turns_of
from workbench.model import (
    Code,
    CodedSegment,
    FieldNote,
    Researcher,
    SuggestionRun,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.familiarise.field_notes import Source
    from workbench.store.project import Project
    from workbench.store.trail import Event

Row = list[Any]
#: Decisions about one coded segment, which their payload names.
_CODINGS: Final = frozenset(
    each.__name__
    for each in (
        decided.SegmentCoded,
        decided.CodingWithdrawn,
        decided.CodingUpheld,
        decided.SegmentRecoded,
        decided.SegmentResized,
        decided.CodingQualified,
    )
)
#: Decisions after which codes and memos are read anew, but no other segments.
_LIGHT: Final = _CODINGS | {
    each.__name__
    for each in (
        decided.CodeCreated,
        decided.CodeRenamed,
        decided.CodeRedefined,
        decided.CodeMoved,
        decided.MemoWritten,
    )
}


@dataclass(frozen=True)
class Picture:
    """What a pane shows of one version at one moment of the trail."""

    revision: int
    codes: list[dict[str, Any]]
    people: dict[str, dict[str, str]]
    memos: dict[str, list[str]]
    segments: dict[str, Row] = field(default_factory=dict)
    ghosts: dict[str, Row] = field(default_factory=dict)

    def beside(self) -> dict[str, Any]:
        """What the rows are read with."""
        return {"codes": self.codes, "people": self.people, "memos": self.memos}

    def holds(self, id_: str) -> bool:
        """Whether a segment or suggestion is in it."""
        return id_ in self.segments or id_ in self.ghosts


class Shown:
    """What one window has been shown of a transcript, picture after picture.

    A window says which revision it has, and may have seen later ones by the time it is
    answered. The answer leads on from any of them: it tells of every row that has been
    another since, whether or not it is by now what it was.
    """

    def __init__(self, first: Picture) -> None:
        self.now = first
        self._begun = first.revision
        #: Row, or kind of fact beside the rows -> revision that made it what it is.
        self._changed: dict[str, int] = {}

    def go_on(self, to: Picture) -> None:
        """The window is to show this picture from now on."""
        for old, new in (
            (self.now.segments, to.segments),
            (self.now.ghosts, to.ghosts),
            (self.now.beside(), to.beside()),
        ):
            for name in old.keys() | new.keys():
                if old.get(name) != new.get(name):
                    self._changed[name] = to.revision
        self.now = to

    def since(self, have: int | None) -> dict[str, Any]:
        """The message that leads a window to now.

        Args:
            have: the revision that the window says it has; None where it has nothing.
        """
        now = self.now
        if have is None or not self._begun <= have <= now.revision:
            return {
                "whole": True,
                **now.beside(),
                "segments": list(now.segments.values()),
                "ghosts": list(now.ghosts.values()),
            }
        news = {name for name, since in self._changed.items() if since > have}
        beside = now.beside()
        rows = news - beside.keys()
        return {
            "segments": [now.segments[id_] for id_ in rows if id_ in now.segments],
            "ghosts": [now.ghosts[id_] for id_ in rows if id_ in now.ghosts],
            "gone": [id_ for id_ in rows if not now.holds(id_)],
            **{name: beside[name] for name in beside if name in news},
        }


def take(project: Project, source: Source, by: str) -> Picture:
    """The picture of a source, as this researcher may see it."""
    revision = project.head().seq
    segments = {
        s.id: _segment(s)
        for s in project.rows(CodedSegment, version=source.version, state="active")
        if s.anchor != "lost"
    }
    return Picture(
        revision=revision,
        codes=codes_of(project),
        people=_people(project),
        memos=_memos(project, by, segments),
        segments=segments,
        ghosts=_ghosts(project, source),
    )


def follow(project: Project, source: Source, by: str, old: Picture) -> Picture:
    """The picture now, reading only what the decisions since the old one touched.

    A decision of a kind that is not known to touch codings alone has all read anew.
    """
    events = project.events(after=old.revision)
    if not events:
        # the same moment, or a file that was put back to an earlier one
        is_now = project.head().seq == old.revision
        return old if is_now else take(project, source, by)
    touched: set[str] = set()
    for event in events:
        acts = (
            project.events_of_act(event.payload["undoes"])
            if event.kind == Undone.__name__
            else [event]
        )
        if any(each.kind not in _LIGHT for each in acts):
            return take(project, source, by)
        touched |= {each.payload["segment"] for each in acts if _is_coding(each)}
    segments = dict(old.segments)
    for id_ in touched:
        segments.pop(id_, None)
        for s in project.rows(
            CodedSegment, id=id_, version=source.version, state="active"
        ):
            segments[id_] = _segment(s)
    kinds = {event.kind for event in events}
    asked = project.rows(SuggestionRun, transcript=source.id)
    return Picture(
        revision=events[-1].seq,
        codes=old.codes if kinds <= _CODINGS else codes_of(project),
        people=old.people,
        memos=_memos(project, by, segments),
        segments=segments,
        # a stretch that was coded by hand is not suggested for that code any more
        ghosts=_ghosts(project, source) if touched and asked else old.ghosts,
    )


def _is_coding(event: Event) -> bool:
    return event.kind in _CODINGS


def turns(project: Project, source: Source) -> list[dict[str, Any]]:
    """The turns of a source with who speaks, for the pane's first message.

    Nobody speaks in a field note: its parts are called what they are.
    """
    speakers = speakers_of(project, source.version)
    parts = _parts(project, source)
    shown = []
    for turn in turns_of(project, source.version):
        who = None if turn.speaker is None else speakers.get(turn.speaker)
        name = (who.participant or who.label) if who else parts.get(turn.index)
        shown.append(
            {
                "start": turn.start,
                "text": turn.text,
                "at": turn.start_ms,
                "speaker": name,
                "role": who.role if who else None,
            }
        )
    return shown


def _parts(project: Project, source: Source) -> dict[int, str]:
    if not source.is_field_note:
        return {}
    note = project.rows(FieldNote, source=source.id)[0]
    return dict(enumerate(labels(project, note)))


def _segment(s: CodedSegment) -> Row:
    return [
        *(s.id, s.start, s.end, s.code, s.by),
        *(s.origin, s.polarity, s.target, s.anchor),
    ]


def codes_of(project: Project) -> list[dict[str, Any]]:
    """The codes that can be applied, each with a colour of its own."""
    everyone = project.read(Code)
    names = {code.id: code.name for code in everyone}
    chosen = colours(project)
    return [
        {
            "id": code.id,
            "name": _path(code, names),
            "definition": code.definition,
            "colour": chosen.get(code.id) or colour(code.id),
        }
        for code in everyone
        if code.state == "active"
    ]


def _path(code: Code, names: Mapping[str, str]) -> str:
    above = names.get(code.parent) if code.parent else None
    return f"{code.name} \N{LEFTWARDS ARROW} {above}" if above else code.name


def colour(code: str) -> str:
    """The colour that goes with a code's id; dark enough for a stripe on white.

    Two codes may come out alike: a name stands beside every stripe.
    """
    drawn = zlib.crc32(code.encode())
    hue, lightness = (drawn % 997) / 997, 0.34 + 0.04 * (drawn % 4)
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, 0.62)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _people(project: Project) -> dict[str, dict[str, str]]:
    return {
        who.id: {
            "name": who.name,
            "initials": "".join(
                part[0] for part in who.name.split() if part[0].isalpha()
            )[-2:].upper(),
        }
        for who in project.read(Researcher)
    }


def _memos(
    project: Project, by: str, segments: Mapping[str, Row]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for memo in readable(project, by):
        if memo.about is not None and memo.about in segments:
            found.setdefault(memo.about, []).append(memo.text)
    return found


def _ghosts(project: Project, source: Source) -> dict[str, Row]:
    """Suggestions that wait for a decision, with what each resembles."""
    if source.is_field_note:
        return {}
    return {
        each.id: [
            *(each.id, each.start, each.end, each.code),
            f"{each.similarity:.2f}",
            [
                {
                    "quote": one.quote,
                    "transcript": one.transcript,
                    "cosine": f"{one.similarity:.2f}",
                }
                for one in each.because
            ],
            each.state,
        ]
        for each in offered(project, source.id)
    }
