"""Codes, coded segments, memos and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import coding as decided
from workbench.model import (
    Code,
    CodeColour,
    CodedSegment,
    Framework,
    Memo,
    PassageRun,
    SavedQuery,
    Suggestion,
    SuggestionRun,
)
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.CodebookLoaded)
def codebook_loaded(d: decided.CodebookLoaded, _: Circumstance) -> Iterator[Change]:
    yield Put(Framework(d.framework, d.name, d.title, bool(d.for_mapping)))


@follows(decided.CodeCreated)
def code_created(d: decided.CodeCreated, _: Circumstance) -> Iterator[Change]:
    yield Put(
        Code(
            id=d.code,
            name=d.name,
            definition=d.definition,
            include=d.include,
            exclude=d.exclude,
            example=d.example,
            parent=d.parent,
            origin=d.origin,
            framework=d.framework,
            construct=d.construct,
            state="active",
            merged_into=None,
        )
    )


@follows(decided.CodeRenamed)
def code_renamed(d: decided.CodeRenamed, _: Circumstance) -> Iterator[Change]:
    yield Edit(Code, (d.code,), name=(d.old, d.new))


@follows(decided.CodeRedefined)
def code_redefined(d: decided.CodeRedefined, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        Code,
        (d.code,),
        definition=(d.old_definition, d.definition),
        include=(d.old_include, d.include),
        exclude=(d.old_exclude, d.exclude),
    )


@follows(decided.CodeMoved)
def code_moved(d: decided.CodeMoved, _: Circumstance) -> Iterator[Change]:
    yield Edit(Code, (d.code,), parent=(d.old, d.new))


@follows(decided.CodesMerged)
def codes_merged(d: decided.CodesMerged, _: Circumstance) -> Iterator[Change]:
    for segment in d.segments:
        yield Edit(CodedSegment, (segment,), code=(d.source, d.into))
    yield Edit(
        Code, (d.source,), state=("active", "merged"), merged_into=(None, d.into)
    )


@follows(decided.CodeRetired)
def code_retired(d: decided.CodeRetired, _: Circumstance) -> Iterator[Change]:
    yield Edit(Code, (d.code,), state=("active", "retired"))


@follows(decided.CodeSplit)
def code_split(d: decided.CodeSplit, _: Circumstance) -> Iterator[Change]:
    for pile in d.piles:
        yield Put(
            Code(
                id=pile.code,
                name=pile.name,
                definition=pile.definition,
                include=None,
                exclude=None,
                example=None,
                parent=d.parent,
                origin="manual",
                framework=None,
                construct=None,
                state="active",
                merged_into=None,
            )
        )
    for pile in d.piles:
        for segment in pile.segments:
            yield Edit(CodedSegment, (segment,), code=(d.source, pile.code))


@follows(decided.CodeColoured)
def code_coloured(d: decided.CodeColoured, _: Circumstance) -> Iterator[Change]:
    if d.old is None:
        yield Put(CodeColour(d.code, d.new))
    else:
        yield Edit(CodeColour, (d.code,), colour=(d.old, d.new))


@follows(decided.QuerySaved)
def query_saved(d: decided.QuerySaved, c: Circumstance) -> Iterator[Change]:
    yield Put(SavedQuery(d.query, d.name, d.asks, c.by, "kept", c.at))


@follows(decided.QueryPutAway)
def query_put_away(d: decided.QueryPutAway, _: Circumstance) -> Iterator[Change]:
    yield Edit(SavedQuery, (d.query,), state=("kept", "put-away"))


@follows(decided.SegmentCoded)
def segment_coded(d: decided.SegmentCoded, c: Circumstance) -> Iterator[Change]:
    yield Put(
        CodedSegment(
            id=d.segment,
            transcript=d.transcript,
            version=d.version,
            start=d.start,
            end=d.end,
            quote=d.quote,
            before=d.before,
            after=d.after,
            code=d.code,
            by=c.by,
            origin=d.origin,
            suggestion=d.suggestion,
            polarity=d.polarity,
            target=d.target,
            anchor="unchanged",
            state="active",
            at=c.at,
        )
    )


@follows(decided.CodingWithdrawn)
def coding_withdrawn(d: decided.CodingWithdrawn, _: Circumstance) -> Iterator[Change]:
    yield Edit(CodedSegment, (d.segment,), state=("active", "withdrawn"))


@follows(decided.CodingUpheld)
def coding_upheld(d: decided.CodingUpheld, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        CodedSegment,
        (d.segment,),
        # refused where the words were corrected once more meanwhile
        version=(d.version, d.version),
        anchor=("text-changed", "unchanged"),
    )


@follows(decided.CodingCarriedOver)
def coding_carried_over(
    d: decided.CodingCarriedOver, _: Circumstance
) -> Iterator[Change]:
    yield Edit(CodedSegment, (d.segment,), anchor=("unchanged", d.anchor))


@follows(decided.SegmentRecoded)
def segment_recoded(d: decided.SegmentRecoded, _: Circumstance) -> Iterator[Change]:
    yield Edit(CodedSegment, (d.segment,), code=(d.old, d.new))


@follows(decided.SegmentResized)
def segment_resized(d: decided.SegmentResized, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        CodedSegment,
        (d.segment,),
        start=(d.old_start, d.start),
        end=(d.old_end, d.end),
        quote=(d.old_quote, d.quote),
        before=(d.old_before, d.before),
        after=(d.old_after, d.after),
    )


@follows(decided.CodingQualified)
def coding_qualified(d: decided.CodingQualified, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        CodedSegment,
        (d.segment,),
        polarity=(d.old_polarity, d.polarity),
        target=(d.old_target, d.target),
    )


@follows(decided.MemoWritten)
def memo_written(d: decided.MemoWritten, c: Circumstance) -> Iterator[Change]:
    yield Put(Memo(d.memo, d.memo_kind, d.about, c.by, d.text, d.visibility, c.at))


@follows(decided.MemoReleased)
def memo_released(d: decided.MemoReleased, _: Circumstance) -> Iterator[Change]:
    yield Edit(Memo, (d.memo,), visibility=(d.old, d.new))


@follows(decided.SuggestionsOffered)
def suggestions_offered(
    d: decided.SuggestionsOffered, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        SuggestionRun(d.run, d.transcript, d.model, d.weights, d.path, d.limit, c.at)
    )
    for given in d.suggestions:
        yield Put(
            Suggestion(
                id=given.suggestion,
                run=d.run,
                version=given.version,
                turn=given.turn,
                start=given.start,
                end=given.end,
                code=given.code,
                rank=given.rank,
                similarity=given.similarity,
                because=given.because,
                because_similarity=given.because_similarity,
                state="offered",
            )
        )


@follows(decided.PassagesPointedOut)
def passages_pointed_out(
    d: decided.PassagesPointedOut, c: Circumstance
) -> Iterator[Change]:
    made = (d.model, d.weights, d.path)
    shown = len(d.passages)
    yield Put(PassageRun(d.run, d.switch, d.reading, d.about, *made, shown, c.at))


@follows(decided.SuggestionDecided)
def suggestion_decided(
    d: decided.SuggestionDecided, _: Circumstance
) -> Iterator[Change]:
    yield Edit(Suggestion, (d.suggestion,), state=(d.old, d.new))
