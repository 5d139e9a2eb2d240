"""Suggestions: the machine is asked, and each answer is decided on by a person.

Rules at the top, since they are the method's (METHOD 2.7): the machine is asked only
where the study's switches allow it, about a transcript that a person has read, and of
talk whose speaker agreed to computation. It never codes: a suggestion becomes a coded
segment by `decide` alone, which says who decided.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench import study
from workbench.coding import suggest as ranking
from workbench.coding.asking import (
    NOTHING_YET,
    can_learn,
    may_ask,
    say_unknown_languages,
    silent,
)
from workbench.coding.codes import find_code
from workbench.coding.examples import Examples
from workbench.coding.passages import Window, encoder_of, plain
from workbench.coding.readable import Readable
from workbench.coding.segments import decide_coding
from workbench.coding.talk import talk_of
from workbench.decisions.coding import (
    SegmentCoded,
    SuggestionDecided,
    SuggestionGiven,
    SuggestionsOffered,
)
from workbench.decisions.decision import Decision, Words
from workbench.errors import (
    RefusedError,
    StaleDecisionError,
    UnknownObjectError,
)
from workbench.familiarise.transcripts import active
from workbench.model import CodedSegment, Suggestion, SuggestionRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workbench.coding.asking import Say
    from workbench.coding.embedding import Encoder
    from workbench.coding.talk import Talk
    from workbench.model import Transcript
    from workbench.store.project import Project

    Progress = Callable[[int, int], object]

#: Codes offered for one stretch, at most.
PER_STRETCH: Final = 3
#: What a person can decide, and the states that are still to be decided on.
ANSWERS: Final = ("accepted", "edited", "rejected", "deferred")
OPEN: Final = ("offered", "deferred")


def suggest(
    project: Project,
    by: str,
    *,
    transcript: str | None = None,
    limit: int = 10,
    encoder: Encoder | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
    talk: Talk | None = None,
) -> dict[str, Any]:
    """The machine has offered stretches that resemble what people coded.

    Args:
        project: the project.
        by: who asks.
        transcript: about which; None for each that may be asked about.
        limit: at most this many for one transcript.
        encoder: the model; the packaged one when None.
        say: called with a line on what is being done or left out.
        progress: called with (done, in all) while texts become vectors; what it raises
            ends the work, and what was made by then stays.
        talk: the study's talk, if it was prepared before and stands.

    Returns:
        The value of `workbench suggest --json` (DESIGN 6).

    Raises:
        SuggestionsLockedError: a switch is off, or no person has read it yet.
        ConsentError: nobody in it agreed to computation.
        UnknownObjectError, RefusedError: there is no such transcript any more.
        ModelError: there is no model.
    """
    readable = Readable(project)
    say_ = say or silent
    asked = check_may_ask(project, by, transcript, readable, say_)
    model = encoder or encoder_of(project)
    examples = Examples(project, readable, model)
    if few := examples.too_few():
        say_(f"Not suggested, having fewer than two coded segments: {', '.join(few)}.")
    if not can_learn(project):
        say_(NOTHING_YET)
        return {"model": model.model, "path": model.path, "suggestions": []}
    say_unknown_languages(asked, model, say_)
    whole = talk or talk_of(project, model, readable, progress)
    looked = {each.id: whole.rows(each.id) for each in asked}
    return _offer(project, by, examples, whole, looked, limit, model)


def check_may_ask(
    project: Project,
    by: str,
    transcript: str | None = None,
    readable: Readable | None = None,
    say: Say = silent,
) -> list[Transcript]:
    """The transcripts that this person may ask the machine about now.

    Raises:
        SuggestionsLockedError, ConsentError, UnknownObjectError, RefusedError: as
            `suggest`.
    """
    study.require(project, by, study.CODE)
    study.require_assistance(project, "code-suggestions")
    return may_ask(project, readable or Readable(project), transcript, say)


@dataclass(frozen=True, slots=True)
class _Pick:
    """One pair of stretch and code that is offered."""

    id: str
    window: Window
    rank: int
    found: ranking.Suggestion

    def given(self, examples: Examples) -> SuggestionGiven:
        """The pair for the trail."""
        return SuggestionGiven(
            suggestion=self.id,
            version=self.window.version,
            turn=self.window.turn,
            start=self.window.start,
            end=self.window.end,
            code=self.found.code,
            rank=self.rank,
            similarity=_whole(self.found.similarity),
            because=tuple(examples.read[b.example].id for b in self.found.because),
            because_similarity=tuple(_whole(b.similarity) for b in self.found.because),
        )

    def shown(self, examples: Examples, quotes: Mapping[str, str]) -> dict[str, Any]:
        """The pair for people, beside what it resembles."""
        given = self.given(examples)
        pairs = zip(given.because, given.because_similarity, strict=True)
        return {
            "id": self.id,
            "transcript": self.window.transcript,
            "turn": given.turn,
            "start": given.start,
            "end": given.end,
            "quote": self.window.passage.text,
            "code": given.code,
            "code_name": examples.names[given.code],
            "rank": given.rank,
            "similarity": given.similarity / 10_000,
            "because": [
                {
                    "coded_segment": segment,
                    "quote": quotes[segment],
                    "similarity": similarity / 10_000,
                }
                for segment, similarity in pairs
            ],
        }


def _whole(cosine: float) -> int:
    """A cosine in 1/10,000, as the trail holds it."""
    return round(cosine * 10_000)


def _offer(
    project: Project,
    by: str,
    examples: Examples,
    talk: Talk,
    looked: Mapping[str, Sequence[int]],
    limit: int,
    encoder: Encoder,
) -> dict[str, Any]:
    """What the ranking brings forward is on record, and shown."""
    offers: list[SuggestionsOffered] = []
    picks: list[_Pick] = []
    for transcript, rows in looked.items():
        picked = [
            _Pick(project.new_id("g"), talk.windows[rows[one.candidate]], rank, one)
            for rank, one in enumerate(_rank(examples, talk, rows, limit), start=1)
        ]
        picks += picked
        offers.append(
            SuggestionsOffered(
                run=project.new_id("n"),
                transcript=transcript,
                model=plain(encoder.model),
                weights=encoder.weights,
                path=encoder.path,
                limit=limit,
                suggestions=tuple(pick.given(examples) for pick in picked),
            )
        )
    if offers:
        project.record(*offers, by=by)
    named = sorted({each for o in offers for s in o.suggestions for each in s.because})
    quotes = {each.id: each.quote for each in project.read(CodedSegment, id=named)}
    return {
        "model": encoder.model,
        "path": encoder.path,
        "suggestions": [pick.shown(examples, quotes) for pick in picks],
    }


def _rank(
    examples: Examples, talk: Talk, rows: Sequence[int], limit: int
) -> list[ranking.Suggestion]:
    """The best pairs of stretch and code, best first, coded ones left out."""
    looked = [talk.windows[row] for row in rows]
    taken = {
        (row, code)
        for row, window in enumerate(looked)
        for code, start, end in examples.coded.get(window.version, ())
        if start < window.end and window.start < end
    }
    most = max(Counter(row for row, _ in taken).values(), default=0)
    # so many that enough are left when what is coded already is taken out
    each = PER_STRETCH + most
    enough = math.ceil(limit * each / PER_STRETCH) + len(taken)
    ranked = ranking.suggest(
        examples.coding,
        talk.stretches(rows),
        talk.background,
        limit=enough,
        per_stretch=each,
    )
    picked: list[ranking.Suggestion] = []
    times: Counter[int] = Counter()
    for one in ranked.found:
        if (one.candidate, one.code) in taken or times[one.candidate] == PER_STRETCH:
            continue
        times[one.candidate] += 1
        picked.append(one)
    return picked[:limit]


def decide(  # noqa: PLR0913 - what she decided, and what she changed
    project: Project,
    by: str,
    suggestion: str,
    answer: str,
    *,
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
    reason: str | None = None,
    act: str | None = None,
) -> str | None:
    """A person has decided on a suggestion; the coded segment's id, if there is one.

    Args:
        project: the project.
        by: who decides.
        suggestion: its id.
        answer: accepted as it stands, edited, rejected, or deferred to a later look.
        start: where an edited segment begins; as suggested when None.
        end: likewise where it ends.
        code: likewise which code it bears, by id or name.
        reason: why, if said.
        act: the caller's UUID for this act, so that a retry decides once.

    Raises:
        UnknownObjectError: there is no such suggestion or answer.
        RefusedError: it was decided on; or edited and nothing differs.
        StaleDecisionError: the transcript was corrected since; ask again.
        DuplicateError: the stretch bears the code already.
    """
    study.require(project, by, study.CODE)
    if answer not in ANSWERS:
        hint = f"Choose one of {', '.join(ANSWERS)}."
        raise UnknownObjectError("answer", answer, hint)
    offered = project.one(Suggestion, id=suggestion)
    if offered.state not in OPEN or offered.state == answer:
        raise RefusedError(f"suggestion {suggestion} is {offered.state} already.")
    edits = {"start": start, "end": end, "code": code}
    changed = {name: value for name, value in edits.items() if value is not None}
    if changed and answer != "edited":
        msg = f"to change {', '.join(changed)}, decide 'edited', not '{answer}'."
        raise RefusedError(msg)
    decisions: list[Decision] = [
        SuggestionDecided(
            suggestion, offered.state, answer, Words(reason) if reason else None
        )
    ]
    coded = None
    if answer in ("accepted", "edited"):
        segment = _coding(project, by, offered, answer, changed)
        coded = segment.segment
        decisions.append(segment)
    project.record(*decisions, by=by, act=act)
    return coded


def _coding(
    project: Project,
    by: str,
    offered: Suggestion,
    origin: str,
    changed: Mapping[str, Any],
) -> SegmentCoded:
    """The coding that an accepted or edited suggestion becomes."""
    run = project.one(SuggestionRun, id=offered.run)
    if active(project, run.transcript).version != offered.version:
        raise StaleDecisionError(f"transcript {run.transcript}")
    was = {"start": offered.start, "end": offered.end, "code": offered.code}
    wanted: dict[str, Any] = {**was, **changed}
    wanted["code"] = find_code(project, wanted["code"]).id
    if origin == "edited" and wanted == was:
        msg = f"nothing of suggestion {offered.id} was changed. Accept it instead."
        raise RefusedError(msg)
    return decide_coding(
        project,
        by,
        transcript=run.transcript,
        origin=origin,
        suggestion=offered.id,
        **wanted,
    )
