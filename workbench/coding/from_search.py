"""Coding from search: what was found is coded together, as one act with one reason.

Each segment keeps that it began in a search. The reason stands in a memo on the code,
with the words that were looked for, in the same act: one undo takes everything back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from workbench.coding.codes import find_code, require_active
from workbench.coding.segments import check_span
from workbench.coding.sentences import windows
from workbench.decisions.coding import MemoWritten, SegmentCoded
from workbench.decisions.decision import Words
from workbench.errors import RefusedError
from workbench.familiarise.anchoring import context
from workbench.familiarise.transcripts import active, text_of
from workbench.model import CodedSegment
from workbench.study import CODE, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.decisions.decision import Decision
    from workbench.familiarise.search import Hit
    from workbench.store.project import Project

Extent = Literal["words", "sentence", "turn"]
EXTENTS: Final[tuple[Extent, ...]] = ("words", "sentence", "turn")


@dataclass(frozen=True, slots=True)
class CodedTogether:
    """What one act coded, and what it left out because it bore the code already."""

    segments: tuple[str, ...]
    known: int


def spread(hit: Hit, extent: Extent, language: str = "en") -> tuple[int, int]:
    """What is coded of a hit: the words, the sentences they stand in, or the turn."""
    line = hit.line
    if extent == "words":
        return hit.start, hit.end
    if extent == "turn":
        return line.start, line.start + len(line.text)
    start, end = hit.start - line.start, hit.end - line.start
    touched = [
        span
        for span in windows(line.text, language)
        if span[0] < end and start < span[1]
    ]
    return line.start + touched[0][0], line.start + touched[-1][1]


def code_hits(
    project: Project,
    by: str,
    hits: Sequence[Hit],
    code: str,
    *,
    extent: Extent,
    asked: str,
    reason: str | None = None,
    act: str | None = None,
) -> CodedTogether:
    """Everything that was chosen of a search bears a code, in one act.

    Args:
        project: the project.
        by: who codes.
        hits: what was found and chosen.
        code: id or name of an active code.
        extent: how much around each hit is coded.
        asked: what was looked for.
        reason: why these belong under the code.
        act: the caller's UUID, so that a retry does nothing.

    Raises:
        UnknownObjectError, RefusedError: the code or a transcript is no longer worked
            on, nothing was chosen, or everything bears the code already.
    """
    require(project, by, CODE)
    applied = require_active(find_code(project, code))
    if not hits:
        msg = "choose at least one of the stretches that were found."
        raise RefusedError(msg)
    spans: dict[str, set[tuple[int, int]]] = {}
    for hit in hits:
        spans.setdefault(hit.line.transcript, set()).add(spread(hit, extent))
    decisions: list[Decision] = []
    known = 0
    for transcript in sorted(spans):
        made, there = _of_transcript(
            project, by, transcript, sorted(spans[transcript]), applied.id
        )
        decisions.extend(made)
        known += there
    if not decisions:
        raise RefusedError(f"all {known} of them bear this code already.")
    segments = tuple(d.segment for d in decisions if isinstance(d, SegmentCoded))
    decisions.append(
        MemoWritten(
            project.new_id("m"),
            "analytic",
            applied.id,
            Words(_memo(asked, reason, len(segments))),
        )
    )
    project.record(*decisions, by=by, act=act)
    return CodedTogether(segments, known)


def _memo(asked: str, reason: str | None, count: int) -> str:
    head = f"{count} segments coded from a search for \u201c{asked.strip()}\u201d."
    return f"{head} {reason.strip()}" if reason and reason.strip() else head


def _of_transcript(
    project: Project,
    by: str,
    transcript: str,
    spans: Sequence[tuple[int, int]],
    code: str,
) -> tuple[list[SegmentCoded], int]:
    version = active(project, transcript).version
    text = text_of(project, version)
    there = {
        (s.start, s.end)
        for s in project.rows(
            CodedSegment, version=version, code=code, by=by, state="active"
        )
    }
    made = []
    for start, end in spans:
        if (start, end) in there:
            continue
        check_span(text, start, end)
        quote, before, after = context(text, start, end)
        made.append(
            SegmentCoded(
                segment=project.new_id("s"),
                transcript=transcript,
                version=version,
                start=start,
                end=end,
                quote=Words(quote),
                before=Words(before),
                after=Words(after),
                code=code,
                origin="search",
            )
        )
    return made, len(spans) - len(made)
