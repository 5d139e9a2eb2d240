"""What a reader of the report would look for and the study has not recorded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.decisions import people, themes, theory
from workbench.exporters.analysis import Analysis
from workbench.exporters.facts import Facts
from workbench.exporters.matrices import relation_in_words
from workbench.exporters.table import Content, Heading, Sheet, Text
from workbench.exporters.trail_story import date
from workbench.in_words import capital, counted, in_words, listed, setting
from workbench.model import (
    AllianceLink,
    Challenge,
    CodedSegment,
    MemberPacket,
    Participant,
    ReadingPass,
    Researcher,
    ResearchQuestion,
    Setting,
    Transcript,
)
from workbench.people.participants import unconfirmed
from workbench.store import undo

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block

#: Settings whose absence a reader of the report would ask about.
_EXPECTED: Final = (
    *("paradigm", "positionality", "expectations", "sampling"),
    *("inductive-deductive", "semantic-latent", "information-power", "ethics"),
)
#: Decisions whose reasons are looked for (RESEARCHER 38).
_REASONED: Final = (
    themes.ThemeRenamed,
    themes.ThemeStateChanged,
    themes.ThemesMerged,
    themes.ThemeCodesChanged,
    theory.AllianceLinkWithdrawn,
    people.ParticipantWithdrawn,
)


def gaps(moment: Moment) -> Content:
    """What a reader of the report would look for and the study has not recorded."""
    sections = {
        "The study": _about_study(moment),
        "Material": _about_material(moment),
        "Themes and theory": _about_themes(moment),
        "Others' eyes": _about_others(moment),
        "Reasons": _about_reasons(moment),
    }
    blocks: list[Block] = [
        Text(
            "What follows is not recorded. That does not say that it was not done: it "
            "cannot be shown from here."
        )
    ]
    rows: list[tuple[str, str, str]] = []
    for title, found in sections.items():
        if found:
            blocks.append(Heading(title))
            blocks.extend(Text(f"{capital(gap)}.", "List Bullet") for gap in found)
        rows.extend((title, gap, "not recorded") for gap in found)
    closed = [title.lower() for title, found in sections.items() if not found]
    if closed:
        blocks.append(Text(f"Nothing that is looked for is open on: {listed(closed)}."))
    sheet = Sheet("Gaps", ("part", "what", "state"), rows)
    return Content(f"{moment.study().title}: what is not recorded", blocks, (sheet,))


def _about_study(moment: Moment) -> list[str]:
    chosen = {each.key for each in moment.read(Setting)}
    found = [setting(key) for key in _EXPECTED if key not in chosen]
    if not moment.read(ResearchQuestion, state="asked"):
        found.insert(0, "a research question")
    return found


def _about_material(moment: Moment) -> list[str]:
    read = {each.transcript for each in moment.read(ReadingPass)}
    coded = {s.transcript for s in moment.rows(CodedSegment, state="active")}
    standing = [each.id for each in moment.read(Transcript, state="active")]
    found = []
    if unsaid := unconfirmed(moment.rows(Participant)):
        found.append(f"what {listed(unsaid)} agreed to; the usual consent stands")
    if unread := [name for name in standing if name not in read]:
        found.append(f"a reading from end to end of {listed(unread)}")
    if uncoded := [name for name in standing if name not in coded]:
        here = "it" if len(uncoded) == 1 else "them"
        found.append(
            f"coding of {listed(uncoded)}, or that nothing in {here} is relevant"
        )
    return found


def _about_themes(moment: Moment) -> list[str]:
    analysis = Analysis.of(moment)
    related = {link.theme for link in moment.read(AllianceLink, state="argued")}
    found = []
    for theme in analysis.order:
        name = f"\u201c{theme.name}\u201d"
        if not theme.central_concept:
            found.append(f"the central concept of {name}")
        if not theme.is_not:
            found.append(f"what {name} is not")
        if theme.state == "candidate":
            found.append(f"a review of {name}")
        if not analysis.extracts.get(theme.id):
            found.append(f"extracts for {name}")
        if related and theme.id not in related:
            found.append(f"how {name} relates to theory, or that it does not")
    found.extend(
        f"evidence for a {relation_in_words(moment, link)}"
        for link in moment.read(AllianceLink, state="argued")
        if not link.evidence and link.theme in analysis.themes
    )
    return found


def _about_others(moment: Moment) -> list[str]:
    """What debriefers and participants were left without."""
    names = {who.id: who.name for who in moment.read(Researcher)}
    found = [
        f"an answer to {names.get(challenge.raised_by, 'a debriefer')}\u2019s "
        f"challenge of {date(challenge.at)} ({in_words(challenge.kind)})"
        for challenge in sorted(
            moment.rows(Challenge, state="open"), key=lambda c: (c.at, c.id)
        )
        if challenge.awaits_answer
    ]
    found.extend(
        f"whether packet {packet.number} was sent to {packet.participant}"
        for packet in sorted(
            moment.rows(MemberPacket, state="made"), key=lambda p: p.number
        )
    )
    checked = {
        event.payload["transcript"]
        for event in moment.standing()
        if event.kind == "TranscriptChecked"
    }
    facts = Facts.of(moment)
    found.extend(
        f"what was done about {who}\u2019s reply of {date(day)}"
        for who, day in sorted(facts.waiting_replies.items())
    )
    interviews = facts.interviews
    unchecked = sum(each.id not in checked for each in interviews)
    if unchecked:
        found.append(
            f"a check against the recording of {unchecked} of "
            f"{counted(len(interviews), 'interview')}"
        )
    return found


def _about_reasons(moment: Moment) -> list[str]:
    skipped: Counter[str] = Counter()
    for event in undo.standing(moment.events()):
        decision = event.decision()
        if isinstance(decision, _REASONED) and not decision.reason:
            skipped[event.kind] += 1
    said = {
        themes.ThemeRenamed: "renaming a theme",
        themes.ThemeStateChanged: "changing a theme's state",
        themes.ThemesMerged: "merging themes",
        themes.ThemeCodesChanged: "moving codes between themes",
        theory.AllianceLinkWithdrawn: "withdrawing a relation to theory",
        people.ParticipantWithdrawn: "a withdrawal",
    }
    return [
        f"the reason for {what} ({counted(skipped[kind.__name__], 'decision')})"
        for kind, what in said.items()
        if skipped[kind.__name__]
    ]
