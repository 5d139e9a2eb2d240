"""The golden story: a small invented study in which every kind of decision is taken.

Run once per format of the trail, it writes three files beside itself: the stored bytes
of the events, the wording, and the state they led to. Files that have been published
are never written again: every later version must replay them to the same state. New
kinds join the story, and with them comes the next number; v1 and v2 are closed, v3 is
open until it is published (remove its three files and run this again).

    python tests/trails/make.py v3
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from workbench.decisions import (
    coding,
    debriefing,
    familiarisation,
    member_checking,
    people,
    reflecting,
    reviewing,
    setting_up,
    taking_over,
    themes,
    theory,
    writing_up,
)
from workbench.decisions.decision import Words
from workbench.model import (
    AllianceLink,
    Attribute,
    AttributeValue,
    Code,
    CodedSegment,
    FieldNote,
    Setting,
    Speaker,
    Study,
    Theme,
    Transcript,
    Turn,
)
from workbench.store import tables
from workbench.store.project import Project
from workbench.store.shapes import SHAPES
from workbench.store.surroundings import Surroundings

HERE, SECOND = Path(__file__).parent, "r-2"


def still_surroundings(config: Path) -> Surroundings:
    """A machine whose clock ticks by the second and whose chance is counted out."""
    ticks, draws = itertools.count(), itertools.count()

    def now() -> str:
        minutes, seconds = divmod(next(ticks), 60)
        return f"2025-03-01T09:{minutes:02}:{seconds:02}.000Z"

    def random_bytes(count: int) -> bytes:
        drawn = hashlib.sha256(f"golden {next(draws)}".encode()).digest()
        return (drawn * 2)[:count]

    return Surroundings(now, random_bytes, config, None)


def tell(project: Project, by: str) -> None:
    """Every kind of decision is taken in the project at least once."""
    set_up(project, by)
    bring_in_people(project, by)
    bring_in_transcripts(project, by)
    for then in (
        code,
        suggest,
        change_codes,
        correct,
        find_themes,
        argue_theory,
        review_themes,
        open_theory,
        write_up,
        read_closely,
        sort_codes,
        take_over,
        pseudonymise,
        be_challenged,
        ask_participants,
        reflect,
    ):
        then(project, by)
    take_back(project, by)


def set_up(project: Project, by: str) -> None:
    study = project.one(Study, id=project.uuid)
    for step in (
        setting_up.ResearcherAdded(SECOND, Words("Bruno"), "co-analyst"),
        setting_up.RoleChanged(SECOND, "co-analyst", "debriefer", Words("fresh eyes")),
        setting_up.RoleChanged(SECOND, "debriefer", "co-analyst"),
        setting_up.KeyAnnounced(SECOND, None, "ab" * 32),
        setting_up.QuestionAsked("q-1", Words("How do people speak to it?")),
        setting_up.QuestionAsked("q-2", Words("Do they like it?")),
        setting_up.QuestionSetAside("q-2", Words("a question of taste")),
        setting_up.SettingChanged("paradigm", None, Words("critical realism"), None),
        setting_up.OrientationChanged(
            project.uuid,
            study.orientation,
            "reflexive",
            study.orientation_note,
            Words("after Braun and Clarke"),
            Words("the first choice was a slip"),
        ),
        setting_up.ProjectTakenOver(
            project.uuid, study.machine, study.machine_name, None, None
        ),
        setting_up.ProjectRepaired(
            *("state", "rebuilt", ("code:c-7",), Words("the disk was full")),
        ),
        setting_up.ProjectMerged("00000000-0000-4000-8000-00000000beef", "cd" * 32, 12),
    ):
        project.record(step, by=by)
    standing = project.one(Setting, key="paradigm").value
    project.record(
        setting_up.SettingChanged(
            "paradigm", standing, Words("pragmatism"), Words("read more")
        ),
        by=by,
    )


def bring_in_people(project: Project, by: str) -> None:
    project.record(
        people.ParticipantAdded("P01", Words("clients"), people.Consent()),
        people.ParticipantAdded(
            "P02", None, people.Consent("paraphrase", archive=True)
        ),
        people.AttributeAdded("a-1", Words("age band")),
        people.AttributeSet("P01", "a-1", Words("20-29")),
        people.ParticipantsLinked("l-1", "P01", "P02", Words("sisters")),
        by=by,
    )
    project.record(people.GroupSet("P02", None, Words("clinicians")), by=by)
    project.record(
        people.ConsentSet(
            "P02",
            people.Consent("paraphrase", archive=True),
            people.Consent("none", withdraw_until="2025-12-31"),
            Words("asked on the phone"),
        ),
        by=by,
    )
    project.record(people.ConsentConfirmed("P01", people.Consent()), by=by)
    age = project.one(AttributeValue, participant="P01", attribute="a-1").value
    project.record(people.AttributeChanged("P01", "a-1", age, Words("30-39")), by=by)


def version(number: int, *turns: str) -> familiarisation.VersionGiven:
    """A version with one interviewer and one participant taking turns."""
    ends = list(itertools.accumulate(len(turn) + 1 for turn in turns))
    return familiarisation.VersionGiven(
        version=f"v-{number}",
        number=number,
        format="labelled-text",
        verdict="whole",
        length=ends[-1] - 1,
        file_name=Words(f"anna {number}.txt"),
        sha256=Words(hashlib.sha256("\n".join(turns).encode()).hexdigest()),
        original=Words("QQ==") if number == 1 else None,
        report=Words("{}"),
        speakers=(
            familiarisation.SpeakerGiven(Words("I"), "interviewer", None),
            familiarisation.SpeakerGiven(Words("Anna"), "participant", "P01"),
            familiarisation.SpeakerGiven(None, None, None),
        ),
        turns=tuple(
            familiarisation.TurnGiven(
                index % 2, end - len(turn) - 1, end - 1, 1000 * index, None, Words(turn)
            )
            for index, (turn, end) in enumerate(zip(turns, ends, strict=True))
        ),
    )


TURNS = ("How was it?", "It never sleeps \N{CRESCENT MOON}, I liked that.", "Und dann?")


def bring_in_transcripts(project: Project, by: str) -> None:
    for step in (
        familiarisation.TranscriptImported(
            "int-1", "2025-02-01", "en", version(1, *TURNS)
        ),
        familiarisation.SpeakerIdentified("v-1", 1, "participant", "app", "P01", None),
        familiarisation.PassRecorded("p-1", "int-1", 1),
    ):
        project.record(step, by=by)


def code(project: Project, by: str) -> None:
    project.record(
        coding.CodebookLoaded(
            "f-1", Words("bordin"), Words("Working alliance"), for_mapping=True
        ),
        coding.CodeCreated(
            "c-1",
            Words("always there"),
            definition=Words("it can be reached"),
            origin="framework",
            framework="f-1",
            construct="bond.presence",
        ),
        coding.CodeCreated(
            "c-2", Words("night"), example=Words("at four"), parent="c-1"
        ),
        coding.CodeCreated("c-3", Words("nights")),
        by=by,
    )
    for index, (start, end) in enumerate(((15, 27), (28, 40), (0, 7)), start=1):
        text = "\n".join(TURNS)
        project.record(
            coding.SegmentCoded(
                segment=f"s-{index}",
                transcript="int-1",
                version="v-1",
                start=start,
                end=end,
                quote=Words(text[start:end]),
                before=Words(text[max(0, start - 32) : start]),
                after=Words(text[end : end + 32]),
                code=f"c-{index}",
            ),
            by=(by, SECOND)[index % 2],
        )


def suggest(project: Project, by: str) -> None:
    given = coding.SuggestionGiven(
        "g-1", "v-1", 1, 15, 30, "c-1", 1, 7312, ("s-1",), (7312,)
    )
    project.record(
        coding.SuggestionsOffered(
            "n-1", "int-1", "minilm", "53aa51", "bfloat16", 5, (given,)
        ),
        by=by,
    )
    passage = coding.PassagePointedOut("v-1", 15, 30, 4210)
    project.record(
        coding.PassagesPointedOut(
            *("n-2", "contrast", "worded-differently", "c-1"),
            *("minilm", "53aa51", "bfloat16", (passage,)),
        ),
        by=by,
    )
    project.record(
        coding.SuggestionDecided("g-1", "offered", "rejected", Words("not that")), by=by
    )


def change_codes(project: Project, by: str) -> None:
    first = project.one(Code, id="c-1")
    for step in (
        coding.CodeRenamed(
            "c-1", first.name, Words("never sleeps"), Words("their word")
        ),
        coding.CodeRedefined(
            "c-1",
            *(first.definition, Words("reachable at any hour")),
            *(None, Words("day and night")),
            *(None, None),
        ),
        coding.CodeMoved("c-2", "c-1", None),
        coding.SegmentRecoded("s-3", "c-3", "c-2", Words("better there")),
        coding.CodingQualified("s-1", None, "contested", None, "client-AI"),
        _shorter(project),
        coding.CodingWithdrawn("s-3", Words("the interviewer's own words")),
        coding.CodesMerged("c-2", "c-1", ("s-2",), Words("one idea")),
        coding.CodeRetired("c-3", Words("empty")),
        coding.MemoWritten("m-1", "journal", None, Words("I like machines"), "private"),
        coding.MemoReleased("m-1", "private", "team"),
    ):
        project.record(step, by=by)


def _shorter(project: Project) -> coding.SegmentResized:
    """The first coded segment loses its last character."""
    s = project.one(CodedSegment, id="s-1")
    said = project.words(s.quote, s.after)
    quote, after = said[s.quote], said[s.after]
    assert quote is not None
    assert after is not None
    return coding.SegmentResized(
        "s-1",
        *(s.start, s.end, s.start, s.end - 1),
        *(s.quote, Words(quote[:-1])),
        *(s.before, Words(project.words(s.before)[s.before] or "")),
        *(s.after, Words(quote[-1] + after)),
    )


def correct(project: Project, by: str) -> None:
    segments = project.rows(CodedSegment, state="active")
    moved = tuple(
        familiarisation.Reanchored(
            segment=s.id,
            old_anchor=s.anchor,
            anchor="text-changed" if s.id == "s-2" else "shifted",
            old_start=s.start,
            old_end=s.end,
            start=s.start + 6,
            end=s.end + 6,
            old_quote=s.quote,
            quote=s.quote,
            old_before=s.before,
            before=Words("How was it, then?\nIt"),
            old_after=s.after,
            after=s.after,
        )
        for s in segments
    )
    project.record(
        familiarisation.TranscriptCorrected(
            "int-1",
            "v-1",
            version(2, "How was it, then?", *TURNS[1:]),
            moved,
            Words("heard again"),
        ),
        by=by,
    )
    project.record(coding.CodingUpheld("s-2", "v-2"), by=by)
    carried = coding.CodingCarriedOver("s-2", "v-1", 18, 30, "shifted")
    project.record(carried, by=by)


def find_themes(project: Project, by: str) -> None:
    given = (
        themes.GroupingGiven("gr-1", 0, ("c-1", "c-2"), 6120),
        themes.GroupingGiven("gr-2", 1, ("c-1",), None),
    )
    run = ("gn-1", "ward", "minilm", "bfloat16", 7)
    project.record(themes.CodesGrouped(*run, ("c-1", "c-2"), given), by=by)
    project.record(
        themes.ThemeStarted(
            "t-1", Words("Presence"), None, ("c-1",), None, "gr-1", Words("it stays")
        ),
        by=by,
    )
    project.record(themes.ThemeStarted("t-2", Words("Night"), codes=("c-2",)), by=by)
    name = project.one(Theme, id="t-1").name
    for step in (
        themes.ThemeRenamed("t-1", name, Words("Someone is awake"), None),
        themes.ThemeConceived("t-1", None, Words("company"), None, Words("not care")),
        themes.ThemeCodesChanged("t-2", ("c-2",), ("c-2", "c-3")),
        themes.ThemeMoved("t-2", None, "t-1"),
        themes.ThemesMerged("t-2", "t-1", "candidate", ("c-1",), ("c-1", "c-2", "c-3")),
        themes.ThemeStateChanged("t-1", "candidate", "reviewed", Words("read it all")),
        themes.ExtractChosen("e-1", "t-1", "s-1"),
        themes.ExtractDropped("e-1", Words("too long")),
        themes.ExtractChosen("e-2", "t-1", "s-2"),
    ):
        project.record(step, by=by)


def argue_theory(project: Project, by: str) -> None:
    link = theory.AllianceLinked(
        *("al-1", "t-1", "f-1", "bond", "partly-expresses", "client-AI"),
        voice="client-on-self",
        polarity="present",
        group=Words("clients"),
        rationale=Words("being there is half of a bond"),
        evidence=("s-1",),
    )
    project.record(link, by=by)
    for step in (
        theory.AllianceEvidenceChanged("al-1", ("s-1",), ("s-1", "s-2"), (), ("s-2",)),
        theory.AllianceLinkWithdrawn("al-1", Words("too thin")),
        writing_up.CopyMade("k-1", "theme-table", Words("anna table.docx"), 40),
    ):
        project.record(step, by=by)


def review_themes(project: Project, by: str) -> None:
    theme = project.one(Theme, id="t-1")
    for step in (
        themes.CodeSetAside("ca-1", "c-2", Words("later")),
        themes.CodeTakenUp("ca-1", "c-2"),
        themes.ThemeStarted("t-3", Words("Nobody asks"), codes=("c-2",)),
        themes.ThemeSplit(
            "t-1", ("t-3",), theme.codes, ("c-1", "c-3"), *("reviewed",) * 2, None
        ),
        themes.ThemesRelated("tl-1", "t-3", "t-1", Words("makes room for")),
        themes.ThemesUnrelated("tl-1"),
        themes.MapArranged("tm-1", ("t-1", "t-3"), (250, 750), (500, 400)),
        themes.PhotographAttached(
            *("ph-1", "t-1", Words("the wall in March"), Words("anna's wall.png")),
            *(Words("cd" * 32), "png", Words("iVBORw0KGgo=")),
        ),
        themes.PhotographPutAway("ph-1", Words("her handwriting")),
        reviewing.ReviewAnswered("ra-1", "t-1", "enough", Words("two talks bear it")),
        reviewing.TranscriptReread(
            "rr-1", "int-1", "v-2", ("t-1", "t-3"), changed=True, text=Words("warmer")
        ),
        reviewing.NegativeCasesSought("ns-1", "t-1", Words("read P02"), found=True),
        reviewing.NegativeCaseNoted("nc-1", "t-1", "s-2", "P01", Words("she sleeps")),
        reviewing.NegativeCaseAnswered(
            *("nc-1", "open", "kept-as-exception", None, Words("one night only")),
        ),
        reviewing.GroupsContrasted(
            *("gc-1", "t-1", "f-1", "bond", "one-group-silent"),
            *(Words("clinicians"), Words("nobody asked them"), ("s-1",)),
        ),
        themes.ThemeDefined(
            *("t-1", None, Words("It keeps them company.")),
            *(None, Words("nights alone"), Words("clearer")),
        ),
        themes.QuestionsAnswered("t-1", (), ("q-1",)),
        people.ScaleDescribed(
            "sc-1", "a-1", Words("Alliance scale"), Words("bond"), Words("Nobody 2020")
        ),
    ):
        project.record(step, by=by)


def open_theory(project: Project, by: str) -> None:
    link = project.one(AllianceLink, id="al-1")
    for step in (
        theory.FrameworkDescribed(
            "f-1",
            (
                theory.PartGiven("bond", Words("Bond"), None, is_dimension=True),
                theory.PartGiven(
                    *("bond.presence", Words("Presence"), Words("it is there")),
                    is_dimension=False,
                ),
            ),
        ),
        theory.TheoryOpened("to-1", Words("codes are done")),
        theory.AllianceLinkRevised(
            *("al-1", "partly-expresses", "expresses", "client-AI", "client-AI"),
            *("client-on-self", None, "present", "conditional", None, "one-sided"),
            *(None, Words("at night"), (), ("goal",)),
            *(link.rationale, Words("only there"), Words("she said so twice")),
        ),
    ):
        project.record(step, by=by)


def write_up(project: Project, by: str) -> None:
    for step in (
        writing_up.ExtractWorded("e-2", None, Words("It [the app] stays"), None),
        writing_up.ThemesPutInOrder("or-1", ("t-3", "t-1"), Words("night first")),
        writing_up.CaptionWorded("cp-1", "theme-table", Words("What stays awake")),
    ):
        project.record(step, by=by)


def read_closely(project: Project, by: str) -> None:
    speaker = project.one(Speaker, version="v-2", index=0)
    for step in (
        familiarisation.SpeakerAdded("v-2", 7, Words("Anna's sister"), "other", None),
        familiarisation.SpeakerRenamed("v-2", 0, speaker.label, Words("Alma")),
        familiarisation.TurnsReassigned("v-2", (0,), 0, 7),
        familiarisation.TranscriptChecked("ck-1", "int-1", "v-2", "recording"),
        familiarisation.StretchPassedOver("po-1", "int-1", "v-2", 0, 10),
        familiarisation.StretchTakenUp("po-1"),
        familiarisation.ReadingOrderDrawn("ro-1", 2, 7, ("int-1",)),
        familiarisation.GuideQuestionAdded("gq-1", Words("How did it begin?")),
        familiarisation.GuideQuestionPlaced("gp-1", "int-1", "v-2", 0, 17, "gq-1"),
        familiarisation.GuideQuestionLifted("gp-1"),
        familiarisation.AudioLinked("au-1", "int-1", Words("/tapes/int-1.mp3")),
        familiarisation.AudioUnlinked("au-1"),
    ):
        project.record(step, by=by)


def sort_codes(project: Project, by: str) -> None:
    pile = coding.Pile("c-8", Words("open all night"), Words("no hours"), ("s-2",))
    for step in (
        coding.CodeSplit("c-1", None, (pile,), Words("two ideas")),
        coding.CodeColoured("c-1", None, "teal"),
        coding.CodeColoured("c-1", "teal", "plum"),
        coding.QuerySaved("qy-1", Words("Nights"), Words('{"rows": "code"}')),
        coding.QueryPutAway("qy-1"),
    ):
        project.record(step, by=by)


def pseudonymise(project: Project, by: str) -> None:
    """Names were decided about; the log says what was looked for."""
    log = Words('{"searched": ["names"]}')
    run = people.TranscriptsPseudonymised("ps-1", ("int-1",), 7, 4, 3, log)
    project.record(run, by=by)


def take_over(project: Project, by: str) -> None:
    """A study of another program is brought in, with a coder of its own."""
    version = project.one(Transcript, id="int-1").version
    text = project.read(Turn, version=version, index=0)[0].text
    segment = taking_over.SegmentTaken(
        *("s-taken", 0, 4),
        *(Words(text[:4]), Words(""), Words(text[4:36])),
        *("c-1", SECOND, "2019-05-04T10:00:00.000Z", "present", "client-AI"),
    )
    memo = taking_over.MemoTaken(
        "m-taken", "analytic", "s-taken", SECOND, None, Words("from there")
    )
    project.record(
        taking_over.StudyTakenOver(
            *("st-1", "qdpx", Words("Another Program 3"), Words("study.qdpx")),
            Words("ef" * 32),
            Words('{"findings": []}'),
        ),
        taking_over.CodingTakenOver("st-1", "int-1", version, (segment,)),
        taking_over.MemosTakenOver("st-1", (memo,)),
        by=by,
    )


def be_challenged(project: Project, by: str) -> None:
    asked = debriefing.QuestionPut("dq-1", Words("Does the night theme hold?"))
    for step in (
        debriefing.DebrieferDescribed(
            *("dp-1", SECOND, Words("nurse"), Words("none"), None), confidential=True
        ),
        debriefing.DebriefOpened(
            *("db-1", SECOND, False, "group", Words("clients"), None, 20, 7, "open"),
            *(("int-1",), ("v-2",), ("s-1",), ("v-2:0:17",), ("c-1",), ("t-1",)),
            *(("al-1",), ("m-1",), (asked,)),
        ),
        debriefing.DebriefPacketMade("dk-1", "db-1", Words("ef" * 32), 60, sealed=True),
    ):
        project.record(step, by=by)
    project.record(
        debriefing.DebriefReturned("dr-1", "dk-1", "db-1", Words("ab"), "file", by),
        debriefing.DebriefQuestionAnswered("da-1", "db-1", "dq-1", Words("Half of it")),
        debriefing.VerdictGiven("vd-1", "db-1", "s-1", None, "other-code", "c-2"),
        debriefing.BlindCodingGiven(
            *("bc-1", "db-1", "int-1", "v-2", 0, 17, None, Words("an opening")),
        ),
        debriefing.StretchesRead("br-1", "db-1", ("v-2:0:17",)),
        debriefing.ChallengeRaised(
            *("ch-1", "db-1", "theme", "t-1", "overclaim", "matters"),
            *(Words("two people are not everyone"), SECOND),
        ),
        by=SECOND,
    )
    for then in (
        debriefing.ChallengeAnswered("ca-9", "ch-1", "open", "in-part", Words("true")),
        debriefing.ChangeLinked("lc-1", "ch-1", project.events()[-1].act),
        debriefing.OutcomeJudged("oj-1", "ch-1", "dissent", Words("still"), SECOND),
        debriefing.DebriefClosed("db-1", 90, Words("I listen for the one who sleeps")),
        debriefing.DifferenceTalkedOver(
            "dt-1", by, SECOND, "v-2", 0, 17, Words("a question is no code"), "recode"
        ),
        debriefing.AgreementAsked("ag-1", by, SECOND, "turn", 12, 7, Words("asked")),
    ):
        project.record(then, by=by)


def ask_participants(project: Project, by: str) -> None:
    for step in (
        member_checking.SafetyFlagSet("sf-1", "P01", "phone-first", Words("nights")),
        member_checking.SynthesisWorded("ly-1", "t-1", Words("The app is awake.")),
        member_checking.MemberPacketMade(
            *("mp-1", 1, "P01", "transcript", "int-1", "v-2", (), "2025-04-01"),
            *("made", Words("cd" * 32), None),
        ),
        member_checking.MemberPacketMoved("mp-1", "made", "sent", "2025-03-03", None),
        member_checking.MemberReplied(
            *("mr-1", "mp-1", "P01", "sent", "telephone", "2025-03-09"),
            *(Words("It is fine, she said"), None),
        ),
        member_checking.MemberRemarkTaken(
            *("mk-1", "mr-1", "P01", "theme-comment", None, None, None, "t-1"),
            *("partly", Words("not at noon"), None, 0, 0),
        ),
    ):
        project.record(step, by=by)


def reflect(project: Project, by: str) -> None:
    for step in (
        reflecting.MemoSeenThrough("mv-1", "m-1", ("personal", "contextual")),
        reflecting.MemoLinked("ml-1", "m-1", "t-1"),
        reflecting.MemoUnlinked("ml-1"),
        reflecting.LookedBack("lb-1", "m-1", Words("less so in March")),
        reflecting.FieldNoteWritten(
            *("fn-1", "int-1", Words("she looked at the door")),
            *(Words("she wanted it to end"), "2025-02-20"),
        ),
    ):
        project.record(step, by=by)
    note = project.one(FieldNote, id="fn-1")
    assert note.observation is not None
    seen = familiarisation.TurnGiven(None, 0, 22, None, None, note.observation)
    project.record(
        reflecting.FieldNoteOpened("fn-1", "int-1-note-1", "v-note", (seen,)), by=by
    )


def take_back(project: Project, by: str) -> None:
    project.record(coding.MemoWritten("m-2", "analytic", "c-1", Words("hm")), by=by)
    project.undo(by)
    project.redo(by)
    project.undo(by)
    gone = ("P02", "active", "all", (), (), (), 0, 0, 0, 0, 0)
    project.record(people.ParticipantWithdrawn(*gone, None), by=by)
    second = project.one(Turn, version="v-2", index=1).text
    attribute = project.one(Attribute, id="a-1").name
    project.record(
        people.WordsErased((second, attribute), "P02", Words("asked")), by=by
    )
    project.record(
        familiarisation.TranscriptRemoved("int-1", "active", Words("at the end")), by=by
    )


def state_of(project: Project) -> dict[str, list[dict[str, Any]]]:
    """Every row of the state by table, in the order of the keys."""
    found = {}
    with project.database.reading() as conn:
        for shape in SHAPES.values():
            rows = sorted(tables.all_rows(conn, shape).items(), key=str)
            named = [dict(zip(shape.columns, row, strict=True)) for _, row in rows]
            found[shape.table] = named
    return found


def begin(address: str | Path, surroundings: Surroundings) -> tuple[Project, str]:
    """The study of the story, before its first step; and its lead."""
    project = Project.create(
        address,
        title="Awake at four",
        orientation="codebook",
        researcher="Alma",
        note="to be thought over",
        surroundings=surroundings,
    )
    return project, project.events()[0].by


def write(name: str, folder: Path = HERE) -> None:
    """The three files of this name are in the folder, which held none of them."""
    with tempfile.TemporaryDirectory() as scratch:
        surroundings = still_surroundings(Path(scratch))
        project, by = begin(Path(scratch) / "golden.workbench", surroundings)
        tell(project, by)
        with project.database.reading() as conn:
            bodies = conn.exec_driver_sql("SELECT body FROM event ORDER BY seq").all()
            words = conn.exec_driver_sql("SELECT * FROM wording ORDER BY id").all()
        last = project.head()
        expected = {
            "project": project.uuid,
            "events": last.seq,
            "head": last.hash.hex(),
            "state": state_of(project),
        }

    def save(end: str, text: str) -> None:
        with (folder / f"{name}{end}").open("x", encoding="utf-8") as file:
            file.write(text)

    save(".jsonl", "".join(body.decode() + "\n" for (body,) in bodies))
    lines = [
        {"id": key, "seq": seq, "key": secret and secret.hex(), "text": text}
        for key, seq, secret, text in words
    ]
    save(".wording.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    save(".state.json", json.dumps(expected, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    write(sys.argv[1])
