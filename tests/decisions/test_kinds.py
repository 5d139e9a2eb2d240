"""Every kind of decision: registered, placed, projected, and without a typed word."""

from __future__ import annotations

import json
import types
from dataclasses import FrozenInstanceError, fields
from typing import (
    Annotated,
    Any,
    ClassVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import pytest

from workbench.decisions.decision import (
    Decision,
    Words,
    canonical,
    from_payload,
    kinds,
    to_payload,
)
from workbench.decisions.phases import PHASE, Phase
from workbench.store.projections.projection import projected_kinds
from workbench.store.projections.register import load_projections

load_projections()
SAID = "I never told my mother \N{CRESCENT MOON}"
KINDS = sorted(kinds().values(), key=lambda cls: cls.__name__)
every_kind = pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.__name__)


def example(hint: Any, *, full: bool) -> Any:
    """A value of this annotation: every option filled in, or left out."""
    if get_origin(hint) is Annotated:
        return Words(SAID)
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(part for part in get_args(hint) if part is not type(None))
        return example(inner, full=full) if full else None
    if get_origin(hint) is tuple:
        return (example(get_args(hint)[0], full=full),) * 2 if full else ()
    if hasattr(hint, "__dataclass_fields__"):
        hints = get_type_hints(hint, include_extras=True)
        given = {
            field.name: example(hints[field.name], full=full) for field in fields(hint)
        }
        return hint(**given)
    values = {str: "x-1", int: 7, bool: True}
    return values[hint]


def payload_of(decision: Decision) -> tuple[dict[str, Any], list[str]]:
    """The payload, and the words that were kept apart on the way."""
    kept: list[str] = []

    def keep(words: Words) -> str:
        kept.append(str(words))
        return f"w{len(kept):016x}"

    return to_payload(decision, keep), kept


def test_every_kind_has_a_phase_and_the_table_names_no_other() -> None:
    assert set(PHASE) == set(KINDS)
    assert set(PHASE.values()) == set(Phase)


def test_every_kind_but_an_undo_says_what_follows_from_it() -> None:
    assert {cls.__name__ for cls in KINDS} - {
        cls.__name__ for cls in projected_kinds()
    } == {"Undone"}


@every_kind
@pytest.mark.parametrize("full", [True, False], ids=["filled", "bare"])
def test_a_payload_reads_back_as_the_same_decision(
    cls: type[Decision], full: bool
) -> None:
    decision = example(cls, full=full)
    payload, _ = payload_of(decision)
    again = from_payload(cls.__name__, json.loads(canonical(payload)))
    assert type(again) is cls
    assert payload_of(again)[0] == payload


@every_kind
def test_no_string_that_a_person_typed_is_in_an_event(cls: type[Decision]) -> None:
    payload, kept = payload_of(example(cls, full=True))
    assert "mother" not in canonical(payload).decode()
    assert set(kept) <= {SAID}


@every_kind
def test_a_plain_string_in_a_field_of_wording_is_refused(cls: type[Decision]) -> None:
    """One word without a blank would pass for an id, and could never be erased."""
    hints = get_type_hints(cls, include_extras=True)
    for field in fields(cls):
        if "wording" not in str(hints[field.name]):
            continue
        decision = example(cls, full=True)
        object.__setattr__(decision, field.name, "Anna")
        with pytest.raises(ValueError, match="takes Words"):
            payload_of(decision)


@every_kind
def test_prose_in_a_field_of_ids_is_refused(cls: type[Decision]) -> None:
    hints = get_type_hints(cls, include_extras=True)
    for field in fields(cls):
        if hints[field.name] not in (str, str | None):
            continue
        for prose in (SAID, "x" * 81, Words("Anna")):
            decision = example(cls, full=True)
            object.__setattr__(decision, field.name, prose)
            with pytest.raises(ValueError, match=r"must be an id|takes an id"):
                payload_of(decision)


@every_kind
def test_a_decision_cannot_be_changed_and_says_what_was_decided(
    cls: type[Decision],
) -> None:
    decision = example(cls, full=True)
    with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
        decision.anything = 1
    name = fields(cls)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(decision, name, "y")
    assert cls.__doc__ is not None
    assert not cls.__doc__.startswith(f"{cls.__name__}(")
    assert get_type_hints(Decision)["undoable"] == ClassVar[bool]


#: Who takes part, what they agreed to and what left the project are matters of fact.
STAYS = {
    "AgreementAsked",
    "DebriefPacketMade",
    "DebriefReturned",
    "MemberPacketMade",
    "MemberRemarkTaken",
    "MemberReplied",
    "AttributeAdded",
    "AttributeSet",
    "CodebookLoaded",
    "CodingTakenOver",
    "CodesGrouped",
    "ConsentConfirmed",
    "ConsentSet",
    "CopyMade",
    "FrameworkDescribed",
    "KeyAnnounced",
    "MemosTakenOver",
    "OrientationChanged",
    "ParticipantAdded",
    "PassagesPointedOut",
    "ParticipantWithdrawn",
    "ParticipantsLinked",
    "ProjectCreated",
    "ProjectMerged",
    "ProjectRepaired",
    "ProjectTakenOver",
    "ResearcherAdded",
    "RoleChanged",
    "StudyTakenOver",
    "ScaleDescribed",
    "SuggestionsOffered",
    "TheoryOpened",
    "TranscriptCorrected",
    "TranscriptImported",
    "TranscriptsPseudonymised",
    "Undone",
    "WordsErased",
}


def test_what_cannot_be_undone_is_a_short_list_of_facts() -> None:
    assert {cls.__name__ for cls in KINDS if not cls.undoable} == STAYS


def test_an_erasure_can_never_be_undone() -> None:
    assert not kinds()["WordsErased"].undoable
    assert not kinds()["ParticipantWithdrawn"].undoable
