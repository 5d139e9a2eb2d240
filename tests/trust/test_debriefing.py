"""Answers come back, are hers, are answered, lead to changes; dissent is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workbench import study as rules
from workbench.coding import codes
from workbench.decisions.familiarisation import TranscriptRemoved
from workbench.errors import (
    NotAllowedError,
    PacketRefusedError,
    RefusedError,
    UnknownObjectError,
)
from workbench.exporters.acts_in_words import acts_in_words
from workbench.model import (
    BlindCoding,
    Challenge,
    CodedSegment,
    DebriefAnswer,
    DebriefReturn,
    DebriefSession,
    Verdict,
)
from workbench.people import withdrawal
from workbench.store import verification
from workbench.trust import answers_file, challenges, comparing, sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish
from workbench.trust.taking_in import TakenIn, take_in

PHRASE = "a quiet sentence to seal with"


class Round:
    """One packet handed out, and answers to it."""

    def __init__(self, study: Any, wish: Wish | None = None) -> None:
        self.study = study
        self.project = study.project
        self.session = sessions.open_session(
            *(study.project, study.lead, study.debriefer),
            ["Does the nurse carry too much?"],
            wish or Wish(),
        )
        out = study.folder / f"{self.session}.zip"
        self.packet = hand_out_packet(
            study.project, study.lead, self.session, out, tell=acts_in_words
        )

    def content(self, **parts: Any) -> dict[str, Any]:
        """What a debriefer's page saves."""
        c = self.packet.content
        empty: dict[str, Any] = {part: [] for part in answers_file.PARTS}
        return {
            **{name: c[name] for name in ("packet", "session", "project")},
            "digest": self.packet.digest,
            "debriefer": self.study.debriefer,
            "saved_on": "2025-03-09",
            **empty,
            **parts,
        }

    def back(self, **parts: Any) -> TakenIn:
        """The answers are taken in."""
        data = answers_file.write(self.content(**parts))
        given = answers_file.read(data, "back.json")
        return take_in(self.project, self.study.lead, given, "back.json")

    def full(self) -> dict[str, Any]:
        """Something of everything."""
        stretch = self.packet.content["stretches"][0]
        return {
            "answers": [
                {"question": self.packet.content["questions"][0]["id"], "text": "Yes."}
            ],
            "verdicts": [
                {"segment": self.study.segments[0], "judged": "agree"},
                {
                    "segment": self.study.segments[1],
                    "judged": "other-code",
                    "code": self.study.codes["no burden"],
                    "comment": "it was put on her",
                },
                {"stretch": stretch, "judged": "rightly-not-coded"},
            ],
            "challenges": [
                challenge("e1", "theme", self.study.theme),
                challenge("e2", "missing", None, text="nobody over sixty speaks"),
            ],
        }


def challenge(
    id_: str, about_kind: str, about: str | None, text: str = "one voice only"
) -> dict[str, Any]:
    """An entry as a debriefer's page writes it."""
    return {
        "id": id_,
        "about_kind": about_kind,
        "about": about,
        "kind": "thin-evidence",
        "severity": "matters",
        "text": text,
    }


def test_everything_that_comes_back_is_hers(study: Any) -> None:
    one = Round(study)
    done = one.back(**one.full())

    assert done.counts == {"answers": 1, "verdicts": 3, "challenges": 2}
    project = study.project
    for row in (DebriefAnswer, Verdict, Challenge):
        assert {r.by for r in project.rows(row)} == {study.debriefer}
    events = project.events()
    assert (events[-1].by, events[-1].role) == (study.debriefer, "debriefer")
    assert [r.taken_in_by for r in project.rows(DebriefReturn)] == [study.lead]
    assert len({e.act for e in events if e.by == study.debriefer}) == 1
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_the_analysis_is_as_it_was_after_answers_came_in(study: Any) -> None:
    one = Round(study)
    before = study.project.rows(CodedSegment)
    one.back(**one.full())

    assert study.project.rows(CodedSegment) == before


def test_the_same_file_twice_is_noticed_and_a_fuller_one_adds_what_is_new(
    study: Any,
) -> None:
    one = Round(study)
    parts = one.full()
    one.back(**parts)
    with pytest.raises(PacketRefusedError, match="was taken in on"):
        one.back(**parts)
    parts["challenges"].append(challenge("e3", "map", None, text="it has no centre"))

    done = one.back(**parts)

    assert (done.counts, done.known) == ({"challenges": 1}, 6)
    assert len(study.project.rows(Challenge)) == 3
    parts["answers"] = []
    with pytest.raises(PacketRefusedError, match="every answer in it is here already"):
        one.back(**parts)


def test_what_a_later_file_says_otherwise_is_told_and_does_not_overwrite(
    study: Any,
) -> None:
    one = Round(study)
    one.back(**one.full())
    later = one.full()
    later["answers"][0]["text"] = "No, she does not."
    later["verdicts"][0]["judged"] = "unsure"
    later["challenges"].append(challenge("e3", "map", None, text="it has no centre"))

    done = one.back(**later)

    assert done.counts == {"challenges": 1}
    told = "says otherwise than in an earlier file; what came first stands"
    assert done.passed_over == (
        f"one of the answers {told}",
        f"one of the verdicts {told}",
    )
    assert [a.text for a in study.project.read(DebriefAnswer)] == ["Yes."]


def refused(study: Any, data: bytes) -> str:
    """How a file is refused; nothing may have changed."""
    before = study.project.head()
    with pytest.raises(PacketRefusedError) as caught:
        take_in(
            study.project,
            study.lead,
            answers_file.read(data, "back.json"),
            "back.json",
        )
    assert study.project.head() == before
    return str(caught.value)


def test_a_file_changed_by_hand_cut_short_or_of_a_later_version_is_refused(
    study: Any,
) -> None:
    one = Round(study)
    data = answers_file.write(one.content(**one.full()))

    assert "changed after it was saved" in refused(
        study, data.replace(b"one voice only", b"fine as it is")
    )
    assert "cut short" in refused(study, data[: len(data) // 2])
    assert "later version" in refused(
        study, data.replace(b'"version": 2', b'"version": 9')
    )
    assert "no file of answers" in refused(study, b'{"a": 1}')
    assert "no file of answers" in refused(study, b"[1]")
    content = one.content()
    del content["verdicts"]
    assert "a part of it is missing: verdicts" in refused(
        study, answers_file.write(content)
    )
    assert "entry 1 of its challenges" in refused(
        study, answers_file.write(one.content(challenges=[{"id": "e"}]))
    )
    assert "holds no answer" in refused(study, answers_file.write(one.content()))


def test_a_file_for_another_study_packet_or_person_is_refused(study: Any) -> None:
    one = Round(study)
    full = one.full()

    for name, value, told in (
        ("project", "0" * 36, "another study"),
        ("packet", "dk-0000000000", "no such packet"),
        ("session", "db-0000000000", "no such packet"),
        ("digest", "0" * 64, "not as it was handed out"),
        ("debriefer", study.lead, "another debriefer"),
    ):
        content = one.content(**full) | {name: value}
        assert told in refused(study, answers_file.write(content))


def test_entries_that_were_not_in_the_packet_are_named_and_nothing_is_taken(
    study: Any,
) -> None:
    one = Round(study)
    late = codes.create(study.project, study.lead, "made later")
    segment = study.segments[0]
    told = refused(
        study,
        answers_file.write(
            one.content(
                answers=[{"question": "dq-1", "text": "?"}],
                verdicts=[
                    {"segment": segment, "judged": "other-code", "code": late},
                    {"segment": "s-0", "judged": "agree"},
                    {"segment": segment, "judged": "splendid"},
                    {"segment": None, "judged": "agree"},
                    {"stretch": "v-1:0:5", "judged": "rightly-not-coded"},
                ],
                codings=[{"transcript": "C01-1", "version": "v", "start": 0, "end": 3}],
                challenges=[
                    challenge("e1", "code", late),
                    {**challenge("e2", "map", None), "kind": "rude"},
                ],
                outcomes=[{"challenge": "ch-1", "judged": "agreed"}],
            )
        ),
    )

    for part in (
        "answer 1 is to a question nobody asked",
        "verdict 1 names a code that was not in the packet",
        "verdict 2 is on a coded segment that was not shown",
        "verdict 3 is of a kind that there is not",
        "verdict 4 is on nothing",
        "verdict 5 is on a stretch",
        "not for blind coding",
        "challenge 1 is about a code that was not shown",
        "challenge 2: no kind of challenge 'rude'",
    ):
        assert part in told


def test_words_of_people_are_never_in_a_refusal(study: Any) -> None:
    one = Round(study)
    data = answers_file.write(
        one.content(
            challenges=[challenge("e1", "code", "c-0", text="she is called Jana")]
        )
    )

    assert "Jana" not in refused(study, data)


def test_what_is_on_somebody_who_has_withdrawn_meanwhile_is_passed_over(
    study: Any,
) -> None:
    one = Round(study)
    withdrawal.withdraw(study.project, study.lead, "C01", "asked")

    done = one.back(**one.full())

    assert done.counts["verdicts"] == 1
    assert done.passed_over == (
        "verdict 1: the participant has withdrawn",
        "verdict 2: the participant has withdrawn",
    )


def test_a_sealed_file_needs_its_passphrase(study: Any) -> None:
    one = Round(study)
    data = answers_file.write(one.content(**one.full()), PHRASE)

    assert answers_file.is_sealed(data, "back.json")
    assert b"one voice" not in data
    assert answers_file.read(data, "back.json", PHRASE).challenges
    with pytest.raises(PacketRefusedError, match="sealed"):
        answers_file.read(data, "back.json")
    with pytest.raises(RefusedError, match="another one"):
        answers_file.read(data, "back.json", PHRASE + "?")
    spoiled = json.loads(data)
    spoiled["seal"]["data"] = "!"
    with pytest.raises(RefusedError, match="was changed"):
        answers_file.read(json.dumps(spoiled).encode(), "back.json", PHRASE)


def test_a_blind_round_keeps_her_codings_apart_from_the_analysis(study: Any) -> None:
    one = Round(study, Wish(blind="code-list"))
    version = study.version("C02-1")
    start = study.text("C02-1").index("The quiet")
    here = {"transcript": "C02-1", "version": version, "start": start}
    done = one.back(
        codings=[
            {**here, "end": start + 17, "code": study.codes["no burden"]},
            {**here, "end": start + 32, "own_code": "silence as a gift"},
        ]
    )

    assert done.counts == {"codings": 2}
    assert len(study.project.rows(CodedSegment)) == len(study.segments)
    given = study.project.read(BlindCoding)
    assert {c.own_code for c in given} == {None, "silence as a gift"}


def test_what_she_never_came_to_in_a_blind_round_is_not_compared(study: Any) -> None:
    one = Round(study, Wish(blind="code-list"))
    hers = one.packet.content["stretches"]
    version = study.version("C01-1")
    read = [name for name in hers if name.startswith(version)]
    assert 0 < len(read) < len(hers)

    done = one.back(looked=read)

    assert done.counts == {"stretches read": len(read)}
    lead = study.lead
    found = comparing.compare(study.project, lead, lead, study.debriefer, one.session)
    turns = [turn for each in found.turns.values() for turn in each]
    assert len(turns) == len(read)
    # she coded none of them, which is a reading of these and of no others
    told = comparing.differences(found)
    assert {each.transcript for each in told} == {"C01-1"}
    with pytest.raises(PacketRefusedError, match="a stretch that was not shown"):
        one.back(looked=[*read, "v-none:0:9"])
    with pytest.raises(PacketRefusedError, match="a part of it is missing: looked"):
        one.back(looked=[7])


def test_a_file_of_the_first_version_counts_all_that_was_shown_as_read(
    study: Any,
) -> None:
    one = Round(study, Wish(blind="free"))
    place_of = {"transcript": "C02-1", "version": study.version("C02-1")}
    one.back(codings=[{**place_of, "start": 17, "end": 30, "own_code": "silence"}])

    found = comparing.compare(
        study.project, study.lead, study.lead, study.debriefer, one.session
    )
    assert sum(map(len, found.turns.values())) == len(one.packet.content["stretches"])


def test_blind_codings_outside_what_was_shown_are_refused(study: Any) -> None:
    one = Round(study, Wish(blind="free"))
    version = study.version("C02-1")
    end = len(study.text("C02-1"))
    here = {"transcript": "C02-1", "version": version, "own_code": "x"}
    told = refused(
        study,
        answers_file.write(
            one.content(
                codings=[
                    {**here, "start": 0, "end": 5},
                    {**here, "start": end - 3, "end": end + 9},
                    {**here, "start": 9, "end": 9},
                    {**here, "start": end - 9, "end": end, "own_code": None},
                    {
                        **here,
                        "start": end - 9,
                        "end": end,
                        "own_code": None,
                        "code": study.codes["no burden"],
                    },
                ]
            )
        ),
    )

    assert "coding 1 lies outside" in told
    assert "coding 2 has no place" in told
    assert "coding 3 has no place" in told
    assert "coding 4 needs one code" in told
    assert "coding 5 names a code" in told


def test_nobody_judges_code_assignments_in_a_reflexive_study(make: Any) -> None:
    study = make("reflexive")
    one = Round(study)
    told = refused(
        study,
        answers_file.write(
            one.content(verdicts=[{"segment": study.segments[0], "judged": "agree"}])
        ),
    )

    assert "which this study does not" in told
    reading = {"id": "e1", "about_kind": "theme", "about": study.theme}
    one.back(challenges=[{**reading, "kind": "rings-true", "text": ""}])
    view = challenges.challenges(study.project)[0]
    assert not view.awaits_answer


def test_a_challenge_goes_from_answer_to_change_to_dissent(study: Any) -> None:
    project, lead = study.project, study.lead
    one = Round(study)
    one.back(**one.full())
    first = next(
        v.challenge.id
        for v in challenges.challenges(project)
        if v.challenge.about_kind == "theme"
    )
    with pytest.raises(RefusedError, match="no answer yet"):
        challenges.judge_outcome(project, study.debriefer, first, "agreed")
    with pytest.raises(RefusedError, match="needs a reason"):
        challenges.answer(project, lead, first, "keep", "  ")
    challenges.answer(project, lead, first, "in-part", "true of the nurse")
    changed = codes.rename(
        project, lead, "trust by proxy", "trust on loan", "her point"
    )
    challenges.link_change(project, lead, first, changed.act)
    two = Round(study)
    said = next(b for b in two.packet.content["before"] if b["id"] == first)
    assert said["state"] == "in-part"
    renamed = (
        "Renamed the code \u201ctrust by proxy\u201d to \u201ctrust on loan\u201d."
    )
    assert said["changes"] == [f"{renamed} (Alma)"]
    two.back(outcomes=[{"challenge": first, "judged": "dissent", "text": "still"}])

    view = next(v for v in challenges.challenges(project) if v.challenge.id == first)

    assert [a.answer for a in view.answers] == ["in-part"]
    assert [c.act for c in view.changes] == [changed.act]
    assert view.standing_outcome == "dissent"
    assert view.outcomes[0].text == "still"


def test_an_answer_can_be_changed_and_both_stay(study: Any) -> None:
    project, lead = study.project, study.lead
    one = Round(study)
    one.back(**one.full())
    name = project.rows(Challenge)[0].id
    challenges.answer(project, lead, name, "park")
    challenges.answer(project, lead, name, "accept", "after all")

    view = next(v for v in challenges.challenges(project) if v.challenge.id == name)

    assert [a.answer for a in view.answers] == ["park", "accept"]
    assert view.challenge.state == "accept"
    project.undo(lead)
    assert project.one(Challenge, id=name).state == "park"


def test_only_what_came_later_can_be_the_change_that_came_of_it(study: Any) -> None:
    project, lead = study.project, study.lead
    earlier = codes.create(project, lead, "old")
    act = project.events()[-1].act
    one = Round(study)
    one.back(**one.full())
    name = project.rows(Challenge)[0].id

    assert earlier
    with pytest.raises(RefusedError, match="taken before"):
        challenges.link_change(project, lead, name, act)
    with pytest.raises(UnknownObjectError):
        challenges.link_change(project, lead, name, "no-such-act")
    with pytest.raises(UnknownObjectError):
        challenges.link_change(project, lead, "ch-0", act)
    later = codes.rename(project, lead, "old", "new")
    challenges.link_change(project, lead, name, later.act)
    with pytest.raises(RefusedError, match="linked to this already"):
        challenges.link_change(project, lead, name, later.act)


def test_in_a_meeting_the_lead_types_what_the_debriefer_says(study: Any) -> None:
    project, lead = study.project, study.lead
    session = sessions.open_session(
        *(project, lead, study.debriefer, ["What is missing?"], Wish()),
        present="Alma, Bruno, by telephone",
    )
    name = challenges.raise_challenge(
        project,
        lead,
        session,
        about_kind="code",
        about=study.codes["no burden"],
        kind="boundary-blur",
        text="and relief?",
    )

    row = project.one(Challenge, id=name)
    assert (row.by, row.raised_by) == (lead, study.debriefer)
    challenges.answer(project, lead, name, "accept")
    challenges.judge_outcome(project, lead, name, "agreed")
    sessions.close(project, lead, session, shifted="Silence is care.", minutes=90)
    closed = project.read(DebriefSession, id=session)[0]
    assert (closed.state, closed.shifted) == ("closed", "Silence is care.")
    with pytest.raises(RefusedError, match="was closed"):
        sessions.close(project, lead, session)


def test_an_outcome_is_judged_by_who_raised_the_challenge(study: Any) -> None:
    project, lead = study.project, study.lead
    one = Round(study)
    one.back(**one.full())
    name = project.rows(Challenge)[0].id
    challenges.answer(project, lead, name, "accept")

    with pytest.raises(NotAllowedError, match="somebody's challenge"):
        challenges.judge_outcome(project, lead, name, "agreed")
    other = rules.add_researcher(project, lead, "Cleo", "debriefer")
    with pytest.raises(NotAllowedError):
        challenges.judge_outcome(project, other, name, "agreed")


def test_answers_to_a_closed_debriefing_are_refused(study: Any) -> None:
    one = Round(study)
    sessions.close(study.project, study.lead, one.session)

    assert "was closed meanwhile" in refused(
        study, answers_file.write(one.content(**one.full()))
    )


def test_a_debriefer_cannot_answer_link_or_take_in(study: Any) -> None:
    one = Round(study)
    one.back(**one.full())
    project, hers = study.project, study.debriefer
    name = project.rows(Challenge)[0].id

    for forbidden in (
        lambda: challenges.answer(project, hers, name, "accept"),
        lambda: challenges.link_change(project, hers, name, "x"),
        lambda: sessions.close(project, hers, one.session),
        lambda: take_in(
            project,
            hers,
            answers_file.read(answers_file.write(one.content()), "b"),
            "b",
        ),
    ):
        with pytest.raises(NotAllowedError):
            forbidden()


def test_a_transcript_left_out_meanwhile_does_not_stop_the_answers(study: Any) -> None:
    one = Round(study)
    study.project.record(TranscriptRemoved("C01-1", "active", None), by=study.lead)

    assert one.back(**one.full()).counts["verdicts"] == 3
