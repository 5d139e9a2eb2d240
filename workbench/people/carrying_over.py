"""What another copy decided on words that read otherwise here, made to fit at a merge.

A coding on a version that was corrected or pseudonymised here comes in at its place in
today's version, in today's words; those it was made on do not come in at all. Where the
other copy corrected what stands here, the codings of here are anchored anew with it.
What has no place any more, or could bring replaced words back, does not fit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import (
    CodingCarriedOver,
    CodingUpheld,
    CodingWithdrawn,
    SegmentCoded,
    SegmentResized,
)
from workbench.decisions.decision import Decision, Words
from workbench.decisions.familiarisation import (
    Reanchored,
    SpeakerAdded,
    SpeakerIdentified,
    SpeakerRenamed,
    TranscriptCorrected,
    TurnsReassigned,
    VersionGiven,
)
from workbench.decisions.taking_over import CodingTakenOver
from workbench.decisions.writing_up import ExtractWorded
from workbench.errors import RefusedError
from workbench.familiarise.anchoring import Anchored, context, reanchor
from workbench.familiarise.transcripts import reanchored, text_of
from workbench.model import (
    ERASED,
    CodedSegment,
    Extract,
    Transcript,
    Version,
)
from workbench.people.replaced_there import erasing_quotes
from workbench.store.merge import Fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project
    from workbench.store.trail import Event

#: What is decided about a version and holds for no other.
_OF_ONE_VERSION: Final = (
    SpeakerIdentified,
    SpeakerRenamed,
    SpeakerAdded,
    TurnsReassigned,
    CodingUpheld,
    CodingTakenOver,
)
#: What may name a version that is not here.
_NAMING_OTHERS: Final = frozenset(
    kind.__name__ for kind in (SegmentCoded, CodingCarriedOver, TranscriptCorrected)
)
#: How a stretch got to its place, the surest first.
_ANCHORS: Final = ("unchanged", "shifted", "text-changed", "lost")


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a stretch of the other copy stands in today's version here."""

    version: str
    at: Anchored
    quote: Words
    before: Words
    after: Words


class CarryingOver:
    """Fits the acts of another copy to what the transcripts say here."""

    def __init__(self, project: Project, other: Project) -> None:
        self._here, self._there = project, other
        self._said_there: dict[str, str] = {}

    def fit(self, act: Sequence[Event], said: Sequence[Decision]) -> Fitted:
        """The act as it fits here; what is added stands behind what was said there.

        A coding that does not fit is left out alone, with what is about it, unless the
        act takes other codings back for it.

        Args:
            act: the events of the other copy.
            said: their decisions, in the same order, words as text.

        Raises:
            RefusedError: it does not fit; the message says what to do instead.
        """
        is_one = any(isinstance(d, (CodingWithdrawn, SegmentResized)) for d in said)
        fitted: list[Decision] = []
        carried: dict[str, CodingCarriedOver] = {}
        left_out: dict[int, str] = {}
        gone: set[str] = set()
        for event, decision in zip(act, said, strict=True):
            self._refuse_missing_version(event, said)
            if isinstance(decision, SegmentCoded):
                try:
                    coded, over = self._coded(decision, event.by)
                except RefusedError as error:
                    if is_one:
                        raise
                    left_out[event.seq] = str(error)
                    gone.add(decision.segment)
                    continue
                fitted.append(coded)
                if over is not None:
                    carried[over.segment] = over
            elif event.payload.get("segment") in gone:
                if not isinstance(decision, CodingCarriedOver):
                    left_out[event.seq] = "it is about a coding that was left out."
            elif isinstance(decision, CodingCarriedOver):
                over = carried.pop(decision.segment, None)
                fitted.append(decision if over is None else self._once(decision, over))
            else:
                fitted.append(self._fitting(decision, event.seq))
        return Fitted(
            [*erasing_quotes(self._here, fitted), *carried.values()], left_out
        )

    def _fitting(self, decision: Decision, seq: int) -> Decision:
        if isinstance(decision, SegmentResized):
            return self._resized(decision, seq)
        if isinstance(decision, TranscriptCorrected):
            return self._corrected(decision)
        self._check(decision)
        return decision

    def _once(self, first: CodingCarriedOver, now: CodingCarriedOver) -> Decision:
        """A coding carried over there and here anew, from where it was first made."""
        anchor = max(first.anchor, now.anchor, key=_ANCHORS.index)
        is_known = bool(self._here.rows(Version, id=first.version))
        return replace(first if is_known else now, anchor=anchor)

    def _coded(
        self, said: SegmentCoded, by: str
    ) -> tuple[SegmentCoded, CodingCarriedOver | None]:
        placed = self._placed(said.transcript, said.version, said.start, said.end)
        over = None
        if placed is not None:
            over = CodingCarriedOver(
                said.segment, said.version, said.start, said.end, placed.at.anchor
            )
            said = replace(
                said,
                version=placed.version,
                start=placed.at.start,
                end=placed.at.end,
                quote=placed.quote,
                before=placed.before,
                after=placed.after,
            )
        there = self._here.rows(
            CodedSegment,
            code=said.code,
            version=said.version,
            start=said.start,
            end=said.end,
            by=by,
            state="active",
        )
        if there and there[0].id != said.segment:
            msg = f"the same person gave this stretch this code already ({there[0].id})"
            raise RefusedError(f"{msg}; it counts once.")
        return said, over

    def _resized(self, said: SegmentResized, seq: int) -> SegmentResized:
        """The same stretch in today's words, if the segment stood as there."""
        rows = self._here.rows(CodedSegment, id=said.segment)
        version = self._resized_on.get(seq)
        if not rows or version is None or rows[0].version == version:
            return said
        now = rows[0]
        old = self._placed(now.transcript, version, said.old_start, said.old_end)
        new = self._placed(now.transcript, version, said.start, said.end)
        stands = (now.start, now.end)
        if old is None or new is None or (old.at.start, old.at.end) != stands:
            return said  # it was made longer or shorter here too: the store refuses it
        return replace(
            said,
            old_start=now.start,
            old_end=now.end,
            start=new.at.start,
            end=new.at.end,
            old_quote=now.quote,
            quote=new.quote,
            old_before=now.before,
            before=new.before,
            old_after=now.after,
            after=new.after,
        )

    def _corrected(self, said: TranscriptCorrected) -> TranscriptCorrected:
        """With it the codings of here are anchored anew that it does not know."""
        standing = self._here.rows(Transcript, id=said.transcript)
        if standing and standing[0].version != said.old_version:
            msg = (
                f"{said.transcript} was corrected in both copies. It reads as it does "
                "here; correct or pseudonymise here what was corrected or replaced "
                "there."
            )
            raise RefusedError(msg)
        rows = {
            row.id: row
            for row in self._here.rows(CodedSegment, transcript=said.transcript)
        }
        fits = [
            moved
            for moved in said.reanchored
            if moved.segment in rows and _is_as_there(rows[moved.segment], moved)
        ]
        known = {moved.segment for moved in fits}
        others = [
            row
            for row in rows.values()
            if row.id not in known
            and row.state == "active"
            and row.version == said.old_version
        ]
        if not others:
            return replace(said, reanchored=tuple(fits))
        old = text_of(self._here, said.old_version)
        kept = self._here.words(*(t.text for t in said.version.turns))
        new = "\n".join(
            turn.text
            if isinstance(turn.text, Words)
            else kept.get(turn.text) or ERASED * (turn.end - turn.start)
            for turn in said.version.turns
        )
        return replace(said, reanchored=(*fits, *reanchored(others, old, new)))

    def _check(self, said: Decision) -> None:
        """It is about words that read here as they did there."""
        if isinstance(said, _OF_ONE_VERSION):
            version = self._here.rows(Version, id=said.version)
            for known in version:
                now = self._here.one(Transcript, id=known.transcript)
                if now.version != said.version:
                    msg = (
                        f"it is about a version of {now.id} that was corrected here. "
                        "Do the same in today's version where it still holds."
                    )
                    raise RefusedError(msg)
        elif isinstance(said, ExtractWorded) and isinstance(said.new, Words):
            for extract in self._here.rows(Extract, id=said.extract):
                quotes = [
                    each.read(CodedSegment, id=extract.segment)
                    for each in (self._here, self._there)
                ]
                if [q.quote for q in quotes[0]] != [q.quote for q in quotes[1]]:
                    msg = (
                        f"what extract {extract.id} quotes was corrected in one of the "
                        "copies. It is printed as it reads; shorten it anew."
                    )
                    raise RefusedError(msg)

    def _refuse_missing_version(self, event: Event, act: Sequence[Decision]) -> None:
        """A version that did not come in is named by codings only, which find a place.

        What names it otherwise would stand on nothing.
        """
        if event.kind in _NAMING_OTHERS:
            return
        new = {
            given.version
            for each in act
            if isinstance(given := getattr(each, "version", None), VersionGiven)
        }
        named = sorted((_strings(event.payload) & self._versions_there.keys()) - new)
        known = {v.id for v in self._here.rows(Version, id=named)} if named else set()
        missing = [version for version in named if version not in known]
        if missing:
            of = self._versions_there[missing[0]]
            msg = (
                f"it is about a version of {of} that is not here. "
                "Do the same in today's version where it still holds."
            )
            raise RefusedError(msg)

    def _placed(
        self, transcript: str, version: str, start: int, end: int
    ) -> _Placed | None:
        """Where a stretch stands in today's version; None where that is the same one.

        Raises:
            RefusedError: its words are gone, or that is another interview here.
        """
        standing = self._here.rows(Transcript, id=transcript)
        if not standing or standing[0].version == version:
            return None
        own = {v.id for v in self._here.rows(Version, transcript=transcript)}
        if not own & {k for k, t in self._versions_there.items() if t == transcript}:
            msg = f"{transcript} is another transcript here than there."
            raise RefusedError(msg)
        now = standing[0].version
        new = text_of(self._here, now)
        at = reanchor(self._text_there(version), new, [(start, end)])[0]
        if at.anchor == "lost":
            msg = (
                f"the words that were coded no longer stand in {transcript} as it "
                "reads here. Code what stands there now, where the code still holds."
            )
            raise RefusedError(msg)
        said = context(new, at.start, at.end)
        return _Placed(now, at, *(Words(each) for each in said))

    def _text_there(self, version: str) -> str:
        if version not in self._said_there:
            self._said_there[version] = text_of(self._there, version)
        return self._said_there[version]

    @cached_property
    def _versions_there(self) -> dict[str, str]:
        """Version -> transcript, in the other copy."""
        return {v.id: v.transcript for v in self._there.rows(Version)}

    @cached_property
    def _resized_on(self) -> dict[int, str]:
        """Number of a decision that resized a segment there -> its version then."""
        versions: dict[str, str] = {}
        found = {}
        for event in self._there.events():
            said = event.payload
            if event.kind == SegmentCoded.__name__:
                versions[said["segment"]] = said["version"]
            elif event.kind == TranscriptCorrected.__name__:
                new = said["version"]["version"]
                versions |= {m["segment"]: new for m in said["reanchored"]}
            elif event.kind == SegmentResized.__name__ and said["segment"] in versions:
                found[event.seq] = versions[said["segment"]]
        return found


def _is_as_there(row: CodedSegment, moved: Reanchored) -> bool:
    """Whether a segment stands here as the correction there found it."""
    here = (row.start, row.end, row.quote, row.before, row.after, row.anchor)
    return here == (
        moved.old_start,
        moved.old_end,
        moved.old_quote,
        moved.old_before,
        moved.old_after,
        moved.old_anchor,
    )


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*(_strings(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(_strings(each) for each in value))
    return set()
