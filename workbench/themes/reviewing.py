"""Phase four, the record: review questions, whole transcripts read again.

A re-read is dated and is never taken back by what comes later: when themes change it
is shown as stale, and when a transcript comes late it is "not yet read against" them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.reviewing import ReviewAnswered, TranscriptReread
from workbench.decisions.setting_up import Undone
from workbench.decisions.themes import (
    ThemeCodesChanged,
    ThemeConceived,
    ThemeDefined,
    ThemesMerged,
    ThemeSplit,
    ThemeStarted,
    ThemeStateChanged,
)
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import Reread, ReviewAnswer, Theme, Transcript
from workbench.store import trail, undo
from workbench.study import THEME, require
from workbench.themes.themes import find_theme

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt

#: The five review questions of Braun and Clarke (2012), in our words.
QUESTIONS: Final = {
    "theme-or-topic": "Is this a shared meaning, or a topic that people talk about?",
    "useful": "Does it tell something that matters for the research question?",
    "boundaries": "What belongs to it, and what does not?",
    "enough": "Is there enough meaningful talk to bear it?",
    "coheres": "Is it one idea, or too many kinds of things for one?",
}

#: Kinds after which a theme is not what it was when a transcript was read against it.
_CHANGING: Final = (
    *(ThemeStarted, ThemeConceived, ThemeCodesChanged, ThemeDefined),
    *(ThemesMerged, ThemeSplit, ThemeStateChanged),
)


def answer(
    project: Project, by: str, theme: str, question: str, text: str
) -> Receipt | None:
    """A review question is answered for a theme; None where nothing is new.

    Raises:
        UnknownObjectError: no such theme or question.
        RefusedError: the answer is empty.
    """
    require(project, by, THEME)
    if question not in QUESTIONS:
        hint = f"Choose one of {', '.join(QUESTIONS)}."
        raise UnknownObjectError("review question", question, hint)
    reviewed = find_theme(project, theme)
    if not text.strip():
        msg = "an answer says something; leave the question open instead."
        raise RefusedError(msg)
    standing = answers(project, reviewed.id).get(question)
    if standing is not None and standing.text == text.strip():
        return None
    return project.record(
        ReviewAnswered(
            project.new_id("ra"), reviewed.id, question, Words(text.strip())
        ),
        by=by,
    )


def answers(project: Project, theme: str) -> dict[str, ReviewAnswer]:
    """The latest answer to each review question, words as text."""
    given = project.read(ReviewAnswer, theme=theme)
    by_age = sorted(given, key=lambda each: (each.at, each.id))
    return {each.question: each for each in by_age}


def record_reread(
    project: Project,
    by: str,
    transcript: str,
    *,
    changed: bool,
    text: str | None = None,
) -> Receipt:
    """A transcript was read again, whole, against every theme there is now.

    Args:
        project: the project.
        by: who read.
        transcript: its id.
        changed: whether something about the themes must change.
        text: what; needed where something must.

    Raises:
        UnknownObjectError: there is no such transcript in the analysis.
        RefusedError: there is no theme to read against, or the change is not told.
    """
    require(project, by, THEME)
    found = project.rows(Transcript, id=transcript, state="active")
    if not found:
        raise UnknownObjectError("transcript", transcript)
    themes = [each.id for each in project.rows(Theme) if each.state != "discarded"]
    if not themes:
        msg = "there is no theme to read against yet. Start one on the Themes page."
        raise RefusedError(msg)
    if changed and not (text or "").strip():
        msg = "say in a sentence what changes, so that others can follow."
        raise RefusedError(msg)
    return project.record(
        TranscriptReread(
            reread=project.new_id("rr"),
            transcript=transcript,
            version=found[0].version,
            themes=tuple(themes),
            changed=changed,
            text=Words(text.strip()) if text and text.strip() else None,
        ),
        by=by,
    )


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """How far a transcript was read against the themes of today."""

    transcript: str
    #: not yet read against, read, or stale
    status: str
    last: Reread | None
    #: Themes that began or changed since, or were not there; ids.
    since: tuple[str, ...]
    #: It came in when there were themes already.
    came_late: bool


NOT_YET, READ, STALE = "not yet read against", "read", "stale"


def read_again(project: Project) -> list[ReadAgain]:
    """For every transcript, whether it was read against the themes of today."""
    standing = {each.id for each in project.rows(Theme) if each.state != "discarded"}
    rereads = {each.id: each for each in project.read(Reread)}
    last: dict[str, tuple[int, Reread]] = {}
    changes: list[tuple[int, str]] = []
    began: str | None = None
    for event in _events(project):
        decision = event.decision()
        if isinstance(decision, TranscriptReread):
            last[decision.transcript] = (event.seq, rereads[decision.reread])
            continue
        began = began or event.at
        changes.extend((event.seq, theme) for theme in _changed_by(decision))
    found = []
    for transcript in project.rows(Transcript, state="active"):
        seq, reread = last.get(transcript.id, (0, None))
        since = tuple(
            dict.fromkeys(
                theme for at, theme in changes if at > seq and theme in standing
            )
        )
        status = NOT_YET if reread is None else STALE if since else READ
        if reread is not None and reread.version != transcript.version:
            status = STALE
        late = began is not None and transcript.imported_at > began
        found.append(ReadAgain(transcript.id, status, reread, since, late))
    return found


def _events(project: Project) -> list[trail.Event]:
    kinds = [kind.__name__ for kind in (*_CHANGING, TranscriptReread, Undone)]
    with project.database.reading() as conn:
        return undo.standing(list(trail.events_of_kinds(conn, kinds)))


def _changed_by(decision: object) -> tuple[str, ...]:
    """The themes that a decision made into something else."""
    if isinstance(decision, ThemeStateChanged):
        # reviewed or defined is a judgement on the theme, not another theme
        is_other = "discarded" in (decision.old, decision.new)
        return (decision.theme,) if is_other else ()
    if isinstance(decision, ThemesMerged):
        return (decision.into,)
    if isinstance(decision, ThemeSplit):
        return (decision.source, *decision.into)
    theme = getattr(decision, "theme", None)
    return (theme,) if isinstance(theme, str) else ()
