"""What was decided lately, in sentences, to be linked to what it came of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.model import LinkedChange
from workbench.ui import session
from workbench.ui.plain import short

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.store.project import Project
    from workbench.store.trail import Event

#: So many of one's latest acts are offered.
_RECENT: Final = 15
_LOOKED_BACK: Final = 600
#: Decisions that are no change to the analysis.
_OURS: Final = frozenset(
    {
        *("ChallengeRaised", "ChallengeAnswered", "ChangeLinked", "OutcomeJudged"),
        *("CopyMade", "DebriefOpened", "DebriefPacketMade", "DebriefReturned"),
        *("KeyAnnounced", "AgreementAsked", "DebriefClosed", "DebrieferDescribed"),
        *("MemberPacketMade", "MemberPacketMoved", "MemberReplied", "SafetyFlagSet"),
        *("MemberRemarkTaken",),
    }
)


def told(project: Project) -> dict[str, str]:
    """Acts that were linked, or may be, each in a sentence."""

    def read() -> dict[str, str]:
        from workbench.exporters.acts_in_words import (  # noqa: PLC0415 - slow
            acts_in_words,
        )

        linked = {change.act for change in session.seen().rows(LinkedChange)}
        return acts_in_words(project, linked | {e.act for e in _lately(project)})

    return session.seen().once("what acts did", read)


def choose(
    project: Project,
    by: str,
    since: str,
    linked: Collection[str],
    key: str | None = None,
) -> str | None:
    """The act somebody picks among her latest since a moment; None for none."""
    did = told(project)
    acts = {
        e.act: f"{e.at[:10]} {short(did.get(e.act, e.kind), 120)}"
        for e in reversed(_lately(project))
        if e.at > since and e.by == by and e.act not in linked
    }
    chosen: str | None = st.selectbox(
        "What you changed for it",
        list(acts)[:_RECENT],
        index=None,
        format_func=lambda a: acts[a],
        placeholder="nothing, or not yet",
        help="Your latest decisions since she said it, newest first.",
        key=key,
    )
    return chosen


def _lately(project: Project) -> list[Event]:
    """The first event of each of the latest acts that changed the analysis."""
    head = session.seen().head
    events = session.seen().once(
        "lately", lambda: project.events(after=max(0, head - _LOOKED_BACK))
    )
    first: dict[str, Event] = {}
    for event in events:
        if event.kind not in _OURS:
            first.setdefault(event.act, event)
    return list(first.values())
