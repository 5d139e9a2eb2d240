"""Names and what else tells who somebody is leave the transcripts, place by place.

A search offers, a person decides each place or all places of a string, and what she
decided is replaced: every transcript concerned has a new version, every coded segment
is anchored anew, and the words that stood there before are erased, in older versions
and original files too. This hides names; it does not make a person unknowable.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.decisions.decision import Decision, Words
from workbench.decisions.people import TranscriptsPseudonymised, WordsErased
from workbench.errors import RefusedError
from workbench.people.pseudonym_finder import (
    NOT_SEARCHABLE,
    SEARCHED,
    TURN,
    Finder,
    Hit,
    Offer,
    offers,
)
from workbench.people.pseudonym_printed import printed_anew
from workbench.people.pseudonym_sought import Sought
from workbench.people.pseudonym_texts import texts_of
from workbench.people.pseudonym_traces import traces
from workbench.people.pseudonym_version import Changed, Replaced, corrected
from workbench.store import backups
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.people.identity_key import IdentityKey
    from workbench.people.pseudonym_past import Elsewhere
    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Replacement:
    """One place, decided: what stands there from now on."""

    hit: Hit
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    """What a decided replacement did."""

    replaced: int
    #: How the coded segments of each transcript fared.
    transcripts: tuple[Replaced, ...]
    #: Entries of the wording that were erased.
    erased: int
    #: Extracts worded for print that hold what was decided from now on.
    reworded: int
    #: Extracts whose wording could not follow: printed as spoken, until worded anew.
    as_spoken: int
    #: Other texts that hold what was replaced, for a person to reword.
    elsewhere: tuple[Elsewhere, ...]


def search(project: Project, key: IdentityKey) -> list[Offer]:
    """Everything in the study's transcripts that a person should look at.

    Args:
        project: the study.
        key: known strings, with what stands for them where that is decided.
    """
    texts = texts_of(project)
    talk = (text.text for text in texts if text.part == TURN)
    finder = Finder(key, talk, key.kept)
    hits = [hit for text in texts for hit in finder.find(text)]
    decided = {e.number: e.replacement for e in key.entries if e.replacement}
    return offers(hits, key, decided)


def decided_already(found: Iterable[Offer], key: IdentityKey) -> list[Replacement]:
    """The places whose string was decided before; never one that could be a word."""
    known = {entry.number: entry.replacement for entry in key.entries}
    return [
        Replacement(hit, known[offer.entry])
        for offer in found
        if offer.entry is not None and known.get(offer.entry)
        for hit in offer.hits
        if not hit.is_doubtful
    ]


def replace_decided(
    project: Project,
    by: str,
    decided: Sequence[Replacement],
    *,
    offered: int,
    kept: int = 0,
) -> Done:
    """What was decided stands in the transcripts, and what stood there is erased.

    Args:
        project: the study.
        by: who decided.
        decided: the places, as `search` found them in the versions of now.
        offered: how many places the search offered, for the log.
        kept: how many were looked at and left.

    Raises:
        NotAllowedError: only the lead may; words are erased.
        RefusedError: nothing was decided, a replacement is empty or the same, or a
            place no longer says what was found there.
    """
    require(project, by, MANAGE)
    _check(project, decided)
    sought = Sought((each.hit, each.text) for each in decided)
    changed = _changed(project, decided, sought)
    printed = printed_anew(project, changed, sought)
    found = traces(project, changed, sought, printed)
    gone = dict.fromkeys([*found.words, *(w for c in changed for w in c.old_words)])
    decisions: list[Decision] = [
        TranscriptsPseudonymised(
            run=project.new_id("ps"),
            transcripts=tuple(each.transcript for each in changed),
            offered=offered,
            replaced=len(decided),
            kept=kept,
            log=Words(_log(offered, len(decided), kept)),
        ),
        *(each.decision for each in changed),
        *printed.decisions,
    ]
    if gone:
        reason = Words("pseudonymised: what stood there before")
        decisions.append(WordsErased(tuple(gone), None, reason))
    project.record(*decisions, by=by)
    backups.leave_nothing(project)
    return Done(
        replaced=len(decided),
        transcripts=tuple(each.replaced for each in changed),
        erased=len(gone),
        reworded=printed.reworded,
        as_spoken=printed.as_spoken,
        elsewhere=found.elsewhere,
    )


def _changed(
    project: Project, decided: Sequence[Replacement], sought: Sought
) -> list[Changed]:
    """The next version of every transcript concerned."""
    by_transcript: dict[str, list[Replacement]] = {}
    for each in decided:
        by_transcript.setdefault(each.hit.transcript, []).append(each)
    return [
        corrected(project, transcript, [(r.hit, r.text) for r in places], sought)
        for transcript, places in by_transcript.items()
    ]


def _log(offered: int, replaced: int, kept: int) -> str:
    """What was looked for and what no search can find, with counts and no names."""
    log = {
        "searched": SEARCHED,
        "not searchable": NOT_SEARCHABLE,
        "offered": offered,
        "replaced": replaced,
        "kept": kept,
    }
    return json.dumps(log, ensure_ascii=False)


def _check(project: Project, decided: Sequence[Replacement]) -> None:
    if not decided:
        msg = "nothing was decided, so nothing was replaced."
        raise RefusedError(msg)
    texts = {text.place: text.text for text in texts_of(project)}
    for each in decided:
        hit = each.hit
        if texts.get(hit.place, "")[hit.start : hit.end] != hit.found:
            msg = (
                f"{hit.where}: it no longer says what was found there. Search again; "
                "nothing was changed."
            )
            raise RefusedError(msg)
        told = each.text.strip()
        if not told or hit.found.casefold() in told.casefold():
            msg = (
                f"{hit.where}: a replacement is empty or holds what it should replace. "
                "Choose another."
            )
            raise RefusedError(msg)
