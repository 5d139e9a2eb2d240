"""Whether the machine may be asked about a transcript.

Only one that a person has read (METHOD 2.7), unless the study decided otherwise, and
only where somebody in it agreed to computation.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench import study
from workbench.coding.embedding import PACKAGED
from workbench.coding.suggest import LEAST_EXAMPLES
from workbench.errors import ConsentError, RefusedError, SuggestionsLockedError
from workbench.familiarise.transcripts import active
from workbench.model import Code, CodedSegment, ReadingPass, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.coding.embedding import Encoder
    from workbench.coding.readable import Readable
    from workbench.store.project import Project

    Say = Callable[[str], object]


#: Said in place of reading a whole study for an empty list.
NOTHING_YET: Final = (
    "No code has two coded segments yet, and a suggestion is what resembles them: "
    "code by hand first."
)


def silent(_: str) -> None:
    """Say nothing."""


def may_ask(
    project: Project, readable: Readable, transcript: str | None, say: Say
) -> list[Transcript]:
    """The transcripts that may be asked about.

    Raises:
        SuggestionsLockedError, ConsentError: the one asked about may not, or none may.
    """
    if transcript is not None:
        standing = active(project, transcript)
        refusal = refusal_of(project, readable, standing)
        if refusal is not None:
            raise refusal
        return [standing]
    found, refusals = [], []
    for standing in project.rows(Transcript, state="active"):
        refusal = refusal_of(project, readable, standing)
        if refusal is None:
            found.append(standing)
        else:
            refusals.append(refusal)
            say(str(refusal))
    if not found and refusals:
        raise refusals[0]
    return found


def can_learn(project: Project) -> bool:
    """Whether enough is coded for anything to be suggested at all."""
    codes = {code.id for code in project.rows(Code, state="active")}
    segments = project.rows(CodedSegment, state="active")
    times = Counter(each.code for each in segments if each.code in codes)
    return any(count >= LEAST_EXAMPLES for count in times.values())


def say_unknown_languages(
    transcripts: Iterable[Transcript], encoder: Encoder, say: Say
) -> None:
    """Say which transcripts are in a language that the packaged model does not know."""
    if encoder.model != PACKAGED:
        return
    for each in transcripts:
        language = (each.language or "en").split("-")[0].lower()
        if language not in ("en", "und"):
            say(
                f"{each.id} is in '{each.language}', and the packaged model knows "
                "English only: here suggestions rest on shared words, and miss much. "
                "Another model can be set by: workbench set PROJECT embedding-model"
            )


def refusal_of(
    project: Project, readable: Readable, transcript: Transcript
) -> RefusedError | None:
    """Why the machine may not be asked about a transcript; None where it may."""
    name = transcript.id
    unread = not project.rows(ReadingPass, transcript=name)
    if unread and study.is_on(project, "first-pass"):
        return SuggestionsLockedError(
            f"{name}: no person has read it yet. After reading it, record that: "
            f"workbench pass PROJECT {name}"
        )
    refusing = readable.refusing(transcript.version)
    if refusing and not readable.turns(transcript.version):
        return ConsentError(
            f"{name}: {', '.join(refusing)} did not agree to computation. "
            "It can be coded by hand."
        )
    return None
