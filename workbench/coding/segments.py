"""Coded segments: a stretch of a transcript gets a code, another one, or loses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.coding.codes import find_code, require_active
from workbench.decisions.coding import (
    CodeCreated,
    CodingQualified,
    CodingWithdrawn,
    SegmentCoded,
    SegmentRecoded,
    SegmentResized,
)
from workbench.decisions.decision import Words
from workbench.errors import (
    DuplicateError,
    QuoteNotFoundError,
    RefusedError,
    UnknownObjectError,
)
from workbench.familiarise.anchoring import context
from workbench.familiarise.field_notes import codable
from workbench.familiarise.transcripts import text_of, turns_of
from workbench.model import ERASED, POLARITIES, TARGETS, CodedSegment
from workbench.study import CODE, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Turn
    from workbench.store.project import Project, Receipt


def find_quote(text: str, quote: str) -> tuple[int, int]:
    """Where a quote stands in a text, verbatim and once: start and end.

    Raises:
        QuoteNotFoundError: it is empty, not there, or there more than once.
    """
    if not quote:
        msg = "the quote is empty."
        raise QuoteNotFoundError(msg)
    start = text.find(quote)
    if start < 0:
        msg = (
            f"the quote ({len(quote)} characters) is not in the text. "
            "Copy it from the transcript, letter by letter."
        )
        raise QuoteNotFoundError(msg)
    times, at = 1, start
    while (at := text.find(quote, at + 1)) >= 0:
        times += 1
    if times > 1:
        msg = (
            f"the quote ({len(quote)} characters) is in the text {times} times. "
            "Make it longer, or give its start and end."
        )
        raise QuoteNotFoundError(msg)
    return start, start + len(quote)


def check_span(text: str, start: int, end: int) -> None:
    """The stretch lies in the text and holds words.

    Raises:
        RefusedError: it is empty, blank or outside.
    """
    if not 0 <= start < end <= len(text):
        msg = (
            f"{start} to {end} is no stretch of this text, which has {len(text)} "
            "characters. Offsets count characters from 0, the end left out."
        )
        raise RefusedError(msg)
    if not text[start:end].strip():
        raise RefusedError(f"{start} to {end} holds no words.")


def check_unerased(turns: Sequence[Turn], start: int, end: int) -> None:
    """No word of the stretch was erased.

    Raises:
        RefusedError: a turn in it was.
    """
    for turn in turns:
        overlaps = turn.start < end and start < turn.end
        if overlaps and turn.text and not turn.text.strip(ERASED):
            msg = f"{start} to {end}: the words of turn {turn.index} were withdrawn."
            raise RefusedError(msg)


def check_qualities(polarity: str | None, target: str | None) -> None:
    """Polarity and target are of those that there are.

    Raises:
        UnknownObjectError: one is not.
    """
    if polarity is not None and polarity not in POLARITIES:
        hint = f"Choose one of {', '.join(POLARITIES)}."
        raise UnknownObjectError("polarity", polarity, hint)
    if target is not None and target not in TARGETS:
        hint = f"Choose one of {', '.join(TARGETS)}."
        raise UnknownObjectError("target", target, hint)


def code_segment(  # noqa: PLR0913 - each is a part of what a coded segment is
    project: Project,
    by: str,
    *,
    transcript: str,
    start: int,
    end: int,
    code: str,
    origin: str = "manual",
    suggestion: str | None = None,
    polarity: str | None = None,
    target: str | None = None,
) -> str:
    """A stretch of a transcript's current version has a code; the segment's id.

    Args:
        project: the project.
        by: who codes.
        transcript: its id, or that of a field note that was opened for coding.
        start: first character, counted from 0.
        end: the character after the last.
        code: id or name of an active code.
        origin: manual, accepted, edited, imported or search.
        suggestion: the machine's suggestion that a person accepted, if any.
        polarity: one of `POLARITIES`, if set.
        target: one of `TARGETS`, if set.

    Raises:
        UnknownObjectError: transcript, code, polarity or target.
        RefusedError: the stretch holds no words, lies outside the text or was
            withdrawn; the transcript or code is no longer worked on.
        DuplicateError: this researcher gave this stretch this code already.
    """
    decision = decide_coding(
        project,
        by,
        transcript=transcript,
        start=start,
        end=end,
        code=code,
        origin=origin,
        suggestion=suggestion,
        polarity=polarity,
        target=target,
    )
    project.record(decision, by=by)
    return decision.segment


def decide_coding(  # noqa: PLR0913 - as `code_segment`
    project: Project,
    by: str,
    *,
    transcript: str,
    start: int,
    end: int,
    code: str | CodeCreated,
    origin: str = "manual",
    suggestion: str | None = None,
    polarity: str | None = None,
    target: str | None = None,
) -> SegmentCoded:
    """The decision that `code_segment` records, checked, for an act with others.

    The code may be one that begins in the same act.

    Raises:
        UnknownObjectError, RefusedError, DuplicateError: as `code_segment`.
    """
    require(project, by, CODE)
    check_qualities(polarity, target)
    standing = codable(project, transcript)
    applied = _applied(project, code)
    text = text_of(project, standing.version)
    check_span(text, start, end)
    if ERASED in text[start:end]:
        check_unerased(turns_of(project, standing.version), start, end)
    _check_new(project, by, standing.version, start, end, applied)
    quote, before, after = context(text, start, end)
    return SegmentCoded(
        segment=project.new_id("s"),
        transcript=standing.id,
        version=standing.version,
        start=start,
        end=end,
        quote=Words(quote),
        before=Words(before),
        after=Words(after),
        code=applied,
        origin=origin,
        suggestion=suggestion,
        polarity=polarity,
        target=target,
    )


def _applied(project: Project, code: str | CodeCreated) -> str:
    if isinstance(code, CodeCreated):
        return code.code
    return require_active(find_code(project, code)).id


def _check_new(
    project: Project, by: str, version: str, start: int, end: int, code: str
) -> None:
    there = project.rows(
        CodedSegment,
        code=code,
        version=version,
        start=start,
        end=end,
        by=by,
        state="active",
    )
    if there:
        raise DuplicateError("coded segment", there[0].id)


def active_segment(project: Project, segment: str) -> CodedSegment:
    """The coded segment, whose coding stands.

    Raises:
        UnknownObjectError, RefusedError: there is none, or it was withdrawn.
    """
    found = project.rows(CodedSegment, id=segment)
    if not found:
        raise UnknownObjectError("coded segment", segment)
    if found[0].state != "active":
        raise RefusedError(f"the coding of segment {segment} was withdrawn.")
    return found[0]


def withdraw_coding(
    project: Project,
    by: str,
    segment: str,
    reason: str | None = None,
    *,
    act: str | None = None,
) -> Receipt:
    """A segment no longer bears its code.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, CODE)
    standing = active_segment(project, segment)
    given = Words(reason) if reason else None
    return project.record(CodingWithdrawn(standing.id, given), by=by, act=act)


def decide_recoding(
    project: Project,
    by: str,
    segment: str,
    code: str | CodeCreated,
    reason: str | None = None,
) -> SegmentRecoded:
    """The decision that `recode` records, checked, for an act with others.

    The code may be one that begins in the same act.

    Raises:
        UnknownObjectError, RefusedError, DuplicateError: as `recode`.
    """
    require(project, by, CODE)
    standing = active_segment(project, segment)
    new = _applied(project, code)
    _check_new(
        project, standing.by, standing.version, standing.start, standing.end, new
    )
    given = Words(reason) if reason else None
    return SegmentRecoded(standing.id, standing.code, new, given)


def recode(
    project: Project, by: str, segment: str, code: str, reason: str | None = None
) -> Receipt:
    """A coded segment bears another code.

    Raises:
        UnknownObjectError, RefusedError.
        DuplicateError: the same person gave this stretch that code already.
    """
    return project.record(decide_recoding(project, by, segment, code, reason), by=by)


def resize(
    project: Project,
    by: str,
    segment: str,
    start: int,
    end: int,
    *,
    act: str | None = None,
) -> Receipt:
    """A coded segment begins or ends elsewhere in its version; the rest of it stays.

    Raises:
        UnknownObjectError: there is no such segment.
        RefusedError: it was withdrawn or lost its words, the transcript was corrected
            since, or the stretch holds no words or withdrawn ones.
        DuplicateError: the same person gave that stretch this code already.
    """
    require(project, by, CODE)
    old = active_segment(project, segment)
    standing = codable(project, old.transcript)
    if standing.version != old.version or old.anchor == "lost":
        msg = (
            f"segment {segment} has no place in today's version of {standing.id}. "
            "Take its code off and code the words anew."
        )
        raise RefusedError(msg)
    text = text_of(project, old.version)
    check_span(text, start, end)
    if ERASED in text[start:end]:
        check_unerased(turns_of(project, old.version), start, end)
    _check_new(project, old.by, old.version, start, end, old.code)
    quote, before, after = context(text, start, end)
    resized = SegmentResized(
        segment=old.id,
        old_start=old.start,
        old_end=old.end,
        start=start,
        end=end,
        old_quote=old.quote,
        quote=Words(quote),
        old_before=old.before,
        before=Words(before),
        old_after=old.after,
        after=Words(after),
    )
    return project.record(resized, by=by, act=act)


def qualify(
    project: Project,
    by: str,
    segment: str,
    *,
    polarity: str | None,
    target: str | None,
    act: str | None = None,
) -> Receipt:
    """A coded segment has this polarity and alliance target; None clears either.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, CODE)
    check_qualities(polarity, target)
    old = active_segment(project, segment)
    qualified = CodingQualified(old.id, old.polarity, polarity, old.target, target)
    return project.record(qualified, by=by, act=act)
