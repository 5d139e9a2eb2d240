"""Names leave the transcripts where a person decided it, everywhere at once."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from tests.conftest import lead_of, parse_lines
from workbench.cli.app import app
from workbench.coding import codes, memos, segments
from workbench.decisions.decision import Words
from workbench.decisions.member_checking import MemberPacketMade, MemberPacketMoved
from workbench.decisions.people import Consent, ParticipantAdded, ParticipantsLinked
from workbench.decisions.reflecting import FieldNoteWritten
from workbench.decisions.setting_up import QuestionAsked
from workbench.decisions.themes import ThemeStarted
from workbench.errors import (
    NotAllowedError,
    RefusedError,
    RowsRefusedError,
    UndoRefusedError,
    WorkbenchError,
)
from workbench.exporters.writing_up import word_extract
from workbench.familiarise.quote_edits import fault
from workbench.familiarise.transcripts import (
    Arrival,
    active,
    bring_in,
    correct,
    text_of,
)
from workbench.importers.parsed import Omission
from workbench.model import (
    ERASED,
    Code,
    CodedSegment,
    Extract,
    Participant,
    Pseudonymising,
    Speaker,
    Transcript,
    Version,
)
from workbench.people import identity_key
from workbench.people.identity_key import NOBODY, Entry, IdentityKey
from workbench.people.pseudonym_deciding import Deciding
from workbench.people.pseudonym_finder import CAPITAL, Finder, Offer, Text
from workbench.people.pseudonym_list import read_list, with_list
from workbench.people.pseudonym_past import forget_reworded
from workbench.people.pseudonym_patterns import find_patterns
from workbench.people.pseudonymise import (
    Replacement,
    decided_already,
    replace_decided,
    search,
)
from workbench.store import doctor, verification
from workbench.store.database import Database
from workbench.store.project import Project
from workbench.study import add_researcher
from workbench.themes import themes

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "a sentence that nobody guesses"  # noqa: S105 - a test's


def key_of(*names: str, kind: str = "name", person: str = "P01") -> IdentityKey:
    entries = (Entry(n, person, kind, name) for n, name in enumerate(names, start=1))
    return IdentityKey(tuple(entries))


def found_in(text: str, key: IdentityKey, *others: str) -> list[tuple[str, str]]:
    finder = Finder(key, [text, *others], key.kept)
    return [(hit.found, hit.kind) for hit in finder.find(Text("int-1", 0, text))]


# --- finding -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    ["Jana", "Jany", "Janě", "Janou", "Janin", "Janina", "JANA", "jana", "Jana's"],
)
def test_a_known_name_is_found_in_every_form(form: str) -> None:
    found = found_in(f"and then {form} said so", key_of("Jana"))

    assert [kind for _, kind in found] == ["name"]


def test_a_name_that_is_a_word_is_offered_apart_from_sure_places() -> None:
    text = "Will I go? I asked Will. Hope helps, and Hope came. I will."
    finder = Finder(key_of("Will", "Hope"), [text])

    hits = [(h.found, h.is_doubtful) for h in finder.find(Text("int-1", 0, text))]

    assert hits == [("Will", True), ("Will", False), ("Hope", True), ("Hope", False)]


def test_words_with_a_capital_that_nobody_writes_small_are_offered() -> None:
    text = "Then Tobias took the Skytrain to Leedsby. Trust me. On Monday I trust it."

    assert found_in(text, IdentityKey(())) == [
        ("Tobias", CAPITAL),
        ("Skytrain", CAPITAL),
        ("Leedsby", CAPITAL),
    ]
    assert found_in(text, IdentityKey((), ("skytrain", "Tobias", "Leedsby"))) == []


def test_german_nouns_are_not_offered_and_a_known_name_still_is() -> None:
    text = "Dann hat Jana das Haus in der Stadt gesehen."
    hits = Finder(key_of("Jana"), [text]).find(Text("int-1", 0, text, "de"))

    assert [hit.found for hit in hits] == ["Jana"]


def test_a_name_with_one_wrong_letter_is_offered_as_that_name() -> None:
    finder = Finder(key_of("Eliska"), ["x"])
    hits = finder.find(Text("int-1", 0, "and then Elisja came"))

    assert [(h.found, h.kind, h.entry, h.is_doubtful) for h in hits] == [
        ("Elisja", "name", 1, True)
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("jana.n@example.org", "e-mail"),
        ("www.example.org/jana", "web address"),
        ("@jana_writes", "web address"),
        ("+420 777 123 456", "phone"),
        ("0161 496 0000", "phone"),
        ("12 March 1987", "date"),
        ("March 12th, 1987", "date"),
        ("12. 3. 1987", "date"),
        ("1987-03-12", "date"),
        ("3. listopadu 1989", "date"),
        ("SW1A 1AA", "postcode"),
        ("GB82 WEST 1234 5698 7654 32", "account"),
        ("19-2000145399/0800", "account"),
        ("4111 1111 1111 1111", "account"),
        ("850101/1234", "account"),
        ("12 Elm Tree Road", "address"),
    ],
)
def test_what_its_form_gives_away_is_offered(text: str, kind: str) -> None:
    said = f"it was {text} I think"

    found = [(said[f.start : f.end], f.kind) for f in find_patterns(said)]

    assert found == [(text, kind)]


@pytest.mark.parametrize(
    "text",
    ["I was 34 then", "in 2019 or 2020", "about 12,000 people", "4111 1111 1111 1112"],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    found = [found.kind for found in find_patterns(text)]

    assert "account" not in found
    assert "date" not in found


# --- the list ------------------------------------------------------------------------


def test_a_list_adds_to_the_key_and_decides(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "text;kind;participant;replacement\nJana;name;P01;Eva\nLeeds;place;;\n", "utf-8"
    )
    key = with_list(key_of("jana"), read_list(path))

    assert [(e.text, e.kind, e.participant, e.replacement) for e in key.entries] == [
        ("jana", "name", "P01", "Eva"),
        ("Leeds", "place", NOBODY, ""),
    ]


def test_rows_that_cannot_be_read_are_told_without_their_words(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("text,kind\nJana,friend\nx,name\n", "utf-8")

    with pytest.raises(RowsRefusedError) as refused:
        read_list(path)

    assert len(refused.value.refusals) == 2
    assert "Jana" not in str(refused.value)
    path.write_text("name\nJana\n", "utf-8")
    with pytest.raises(RefusedError, match="first line names"):
        read_list(path)


def test_a_key_remembers_what_was_decided_and_kept(
    file_project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "elsewhere" / "key"
    path.parent.mkdir()
    outside = elsewhere(file_project, tmp_path)
    identity_key.create(path, PASSPHRASE, project=outside)
    identity_key.add(path, PASSPHRASE, "P01", "name", "Jana", project=outside)

    identity_key.remember(
        *(path, PASSPHRASE, [("name", "jana", "Eva"), ("place", "Leeds", "[town]")]),
        *(["Skype"],),
        project=outside,
    )

    key = identity_key.open_key(path, PASSPHRASE)
    assert [(e.participant, e.text, e.replacement) for e in key.entries] == [
        ("P01", "Jana", "Eva"),
        (NOBODY, "Leeds", "[town]"),
    ]
    assert key.kept == ("Skype",)


def elsewhere(project: Project, folder: Path) -> Project:
    """The study as it would be in another folder than the key."""
    away = Database(folder / "study" / "study.workbench")
    return Project(away, project.uuid, project.surroundings)


# --- replacing -----------------------------------------------------------------------


@pytest.fixture
def study(file_project: Project) -> Project:
    """Two interviews that name people, coded, with a memo that names one."""
    by = lead_of(file_project)
    one = parse_lines(
        "I: How is Jana?",
        "Jana Novotna: I told Janě and Tobias in Leedsby. My number is 0161 496 0000.",
        "I: And then?",
        "Jana Novotna: Then Jana's brother came. Hope helps.",
        file="Jana Novotna.txt",
    )
    two = parse_lines("I: So?", "P02: I know Janu as well.", file="two.txt")
    bring_in(
        file_project,
        by,
        [
            Arrival(one, b"the file with Jana Novotna", "int-1"),
            Arrival(two, b"other", "int-2"),
        ],
    )
    code = codes.create(file_project, by, "heard")
    text = text_of(file_project, active(file_project, "int-1").version)
    for quote in ("told Janě and Tobias", "And then?", "Jana", "brother came"):
        start = text.index(quote) if quote != "Jana" else text.index("Jana's")
        segments.code_segment(
            *(file_project, by),
            transcript="int-1",
            start=start,
            end=start + len(quote),
            code=code,
        )
    memos.write(file_project, by, kind="analytic", text="Tobias again")
    return file_project


NAMES = ("Jana Novotna", "Tobias")


def decided(project: Project, key: IdentityKey, **told: str) -> list[Replacement]:
    return [
        Replacement(hit, told[offer.found.partition(" ")[0]])
        for offer in search(project, key)
        for hit in offer.hits
        if offer.found.partition(" ")[0] in told
    ]


FORMS = {
    "Jana": "[P01]",
    "Janě": "[P01]",
    "Janu": "[P01]",
    "Tobias": "[friend]",
    "Leedsby": "[town]",
    "0161": "[phone]",
}


def test_every_form_in_every_file_is_replaced_and_segments_follow(
    study: Project,
) -> None:
    places = decided(study, key_of(*NAMES), **FORMS)

    done = replace_decided(study, lead_of(study), places, offered=9, kept=1)

    assert text_of(study, active(study, "int-1").version) == (
        "How is [P01]?\n"
        "I told [P01] and [friend] in [town]. My number is [phone].\n"
        "And then?\n"
        "Then [P01]'s brother came. Hope helps."
    )
    assert text_of(study, active(study, "int-2").version).endswith("[P01] as well.")
    quotes = {s.quote: s.anchor for s in study.read(CodedSegment)}
    assert quotes == {
        "told [P01] and [friend]": "text-changed",
        "And then?": "shifted",
        "[P01]": "text-changed",
        "brother came": "shifted",
    }
    assert [(t.transcript, t.shifted, t.text_changed) for t in done.transcripts] == [
        ("int-1", 2, 2),
        ("int-2", 0, 0),
    ]
    assert [(e.what, e.field) for e in done.elsewhere] == [("memo", "text")]


def test_nothing_that_was_replaced_is_left_in_the_file(study: Project) -> None:
    memo = [m for m in study.events() if m.kind == "MemoWritten"]
    places = decided(study, key_of(*NAMES), **FORMS)

    replace_decided(study, lead_of(study), places, offered=9)

    path = study.database.path
    assert path is not None
    data = path.read_bytes()
    for gone in ("Janě", "Janu", "Jana", "Leedsby", "0161 496", "Novotna"):
        assert gone.encode() not in data, gone
    assert data.count(b"Tobias") == len(memo)  # told, for her to reword
    labels = {w.label for w in study.read(Speaker)} - {ERASED}
    assert labels == {"I", "P02", "[P01]"}
    names = {v.file_name for v in study.read(Version)} - {ERASED}
    assert names == {"int-1.txt", "two.txt"}


def test_the_study_passes_every_check_afterwards(study: Project) -> None:
    places = decided(study, key_of(*NAMES), **FORMS)
    replace_decided(study, lead_of(study), places, offered=9)

    assert verification.verify(study).damage == ()
    assert verification.replay(study).equal
    checks = {check.name: check.ok for check in doctor.examine(study)}
    assert checks["quotes"]


def test_the_log_says_what_was_looked_for_and_holds_no_name(study: Project) -> None:
    places = decided(study, key_of(*NAMES), **FORMS)
    replace_decided(study, lead_of(study), places, offered=9, kept=2)

    run = study.read(Pseudonymising)[0]
    log = json.loads(run.log)
    assert (run.offered, run.replaced, run.kept) == (9, len(places), 2)
    assert "phone" in log["searched"]
    assert any("German" in line for line in log["not searchable"])
    assert not re.search(r"(?i)jan|tobias|leeds", run.log)
    assert "anonym" not in run.log.casefold()


def test_a_place_that_was_kept_stays_as_it_is(study: Project) -> None:
    """Only what was decided goes: the same word elsewhere is another decision."""
    key = key_of("Jana Novotna")
    first = [r for r in decided(study, key, Jana="[P01]") if r.hit.turn == 0]

    replace_decided(study, lead_of(study), first, offered=3)

    text = text_of(study, active(study, "int-1").version)
    assert text.startswith("How is [P01]?\n")
    assert "Then Jana's brother" in text
    assert "Jana" in {s.quote for s in study.read(CodedSegment)}


def test_a_name_that_is_a_word_is_never_replaced_with_the_others(
    study: Project,
) -> None:
    entry = Entry(1, "P01", "name", "Hope", "[friend]")
    key = IdentityKey((entry, Entry(2, "P01", "name", "Tobias", "[T]")))

    already = decided_already(search(study, key), key)

    assert [each.hit.found for each in already] == ["Tobias"]


def test_what_was_decided_holds_for_a_file_that_comes_later(study: Project) -> None:
    entry = Entry(1, "P01", "name", "Jana Novotna", "[P01]")
    key = IdentityKey((entry,))
    replace_decided(
        *(study, lead_of(study), decided_already(search(study, key), key)), offered=9
    )
    later = parse_lines("I: So?", "P03: With Janou, yes.", file="three.txt")
    bring_in(study, lead_of(study), [Arrival(later, b"", "int-3")])

    places = decided_already(search(study, key), key)

    assert [(p.hit.transcript, p.hit.found, p.text) for p in places] == [
        ("int-3", "Janou", "[P01]")
    ]


def test_what_has_changed_meanwhile_or_says_nothing_is_refused(study: Project) -> None:
    by, key = lead_of(study), key_of(*NAMES)
    places = decided(study, key, Tobias="[T]")
    before = study.head().seq
    for wrong, told in (
        ([], "nothing was decided"),
        (decided(study, key, Tobias=" "), "is empty"),
        (decided(study, key, Tobias="Tobias B."), "holds what it should replace"),
    ):
        with pytest.raises(RefusedError, match=told):
            replace_decided(study, by, wrong, offered=1)
    assert study.head().seq == before
    replace_decided(study, by, places, offered=1)
    with pytest.raises(RefusedError, match="no longer says"):
        replace_decided(study, by, places, offered=1)


def test_only_the_lead_replaces(study: Project) -> None:
    other = add_researcher(study, lead_of(study), "Cleo", "co-analyst")
    places = decided(study, key_of(*NAMES), Tobias="[T]")

    with pytest.raises(NotAllowedError):
        replace_decided(study, other, places, offered=1)


# --- the command ---------------------------------------------------------------------


@pytest.fixture
def key_file(study: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "study.key"
    identity_key.create(path, PASSPHRASE, project=study)
    identity_key.add(path, PASSPHRASE, "P01", "name", "Jana Novotna", project=study)
    return path


def run(study: Project, key_file: Path, *more: str, typed: str = "") -> Any:
    return CliRunner().invoke(
        app,
        ["pseudonymise", str(study.database.path), "--key", str(key_file), *more],
        input=typed,
        env={"WORKBENCH_KEY_PASSPHRASE": PASSPHRASE},
    )


def test_the_command_offers_and_replaces_nothing_by_itself(
    study: Project, key_file: Path
) -> None:
    head = study.head().seq

    done = run(study, key_file, "--json")

    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert {o["found"] for o in told["offers"]} >= {"Jana", "Janě", "Leedsby", "Tobias"}
    assert told["replaced"] == 0
    assert study.head().seq == head


def test_a_list_with_replacements_is_a_decision(
    study: Project, key_file: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("text,kind,replacement\nJana Novotna,name,Eva\n", "utf-8")

    done = run(study, key_file, "--list", str(listed), "--json")

    told = json.loads(done.stdout)
    assert told["replaced"] == 6  # with the label and the name of the file
    assert "Jan" not in text_of(study, active(study, "int-1").version)
    entry = identity_key.open_key(key_file, PASSPHRASE).entries[0]
    assert (entry.participant, entry.replacement) == ("P01", "Eva")


def test_a_person_decides_at_the_terminal(study: Project, key_file: Path) -> None:
    offers = search(study, identity_key.open_key(key_file, PASSPHRASE))
    answers = [_answer(offer) for offer in offers]

    done = run(study, key_file, "--review", typed="\n".join(answers) + "\n")

    assert done.exit_code == 0, done.output
    text = text_of(study, active(study, "int-1").version)
    assert "in [a town]." in text
    assert "Tobias" in text
    key = identity_key.open_key(key_file, PASSPHRASE)
    assert "Tobias" in key.kept
    assert ("Leedsby", "[a town]") in {(e.text, e.replacement) for e in key.entries}
    assert "Tobias" not in {o.found for o in search(study, key)}


def _answer(offer: Offer) -> str:
    return {"Leedsby": "[a town]", "Tobias": "k"}.get(offer.found, "s")


def test_stopping_keeps_what_was_decided(study: Project, key_file: Path) -> None:
    done = run(study, key_file, "--review", typed="\nq\n")

    assert done.exit_code == 0, done.output
    assert len(study.read(Pseudonymising)) == 1
    assert len(study.rows(Transcript)) == 2


# --- what an older entry keeps --------------------------------------------------------

WANG = "\u738b\u5c0f\u660e"


def study_of(project: Project, *lines: str, **more: Any) -> str:
    made = parse_lines(*lines, file=more.pop("file", "one.txt"))
    report = more.pop("omissions", ())
    made = dataclasses.replace(made, omissions=report)
    bring_in(project, lead_of(project), [Arrival(made, b"", "int-1", **more)])
    return text_of(project, active(project, "int-1").version)


def code_stretch(project: Project, start: int, end: int) -> str:
    by = lead_of(project)
    code = codes.create(project, by, f"code {start}")
    return segments.code_segment(
        project, by, transcript="int-1", start=start, end=end, code=code
    )


def stored(project: Project) -> str:
    """Every entry of the wording that is still there."""
    ids = [words for event in project.events() for words in event.words]
    return "\n".join(text for text in project.words(*ids).values() if text)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"I met {WANG}\u8bf4 there, you know, and then we talked.", WANG),
        ("He was with Novotna, whom I had told about it all, really.", "Novotna"),
        ("Hope came with me there then, you know, and that was it.", "Hope"),
    ],
)
def test_a_coding_taken_back_keeps_no_part_of_a_name(
    file_project: Project, said: str, name: str
) -> None:
    """Also where its quote, or the words beside it, end in the middle of the name."""
    text = study_of(file_project, "I: So?", f"P01: {said}")
    start = text.index(name)
    for first, last in ((start + 1, start + 20), (start + 33, start + 36)):
        segment = code_stretch(file_project, first, last)
        segments.withdraw_coding(file_project, lead_of(file_project), segment)
    key = key_of(name)
    places = [
        Replacement(hit, "[P01]")
        for offer in search(file_project, key)
        for hit in offer.hits
        if hit.entry == 1
    ]

    replace_decided(file_project, lead_of(file_project), places, offered=1)

    assert len(places) == 1
    left = stored(file_project)
    assert name not in left
    assert name[1:] not in left


def test_an_older_version_keeps_no_place_that_was_decided_by_hand(
    file_project: Project,
) -> None:
    study_of(file_project, "I: So?", "P01: Will you ask? I will, too.")
    again = parse_lines("I: So?", "P01: Will you ask? I will, really.", file="one.txt")
    correct(file_project, lead_of(file_project), "int-1", again, b"", "misheard")
    places = [
        Replacement(hit, "[P02]")
        for offer in search(file_project, key_of("Will"))
        for hit in offer.hits
    ]

    replace_decided(file_project, lead_of(file_project), places, offered=1)

    assert "Will" not in stored(file_project)
    text = text_of(file_project, active(file_project, "int-1").version)
    assert text.endswith("[P02] you ask? I will, really.")


def test_an_ordinary_word_leaves_the_report_of_the_import_as_it_was(
    file_project: Project,
) -> None:
    front = Omission("front matter", "line 1", "I will do it. Asked by Will Hargreaves")
    study_of(file_project, "I: So?", "P01: I asked Will.", omissions=(front,))
    places = decided(file_project, key_of("Will"), Will="[P02]")

    replace_decided(file_project, lead_of(file_project), places, offered=1)

    version = active(file_project, "int-1").version
    report = json.loads(file_project.read(Version, id=version)[0].report)
    assert [o["text"] for o in report["omissions"]] == [
        "I will do it. Asked by [P02] Hargreaves"
    ]
    assert "Will" not in stored(file_project)


# --- names that nobody says aloud -----------------------------------------------------


@pytest.fixture
def unspoken(file_project: Project) -> Project:
    """A name in a label, the name of the file and its front matter, in no turn."""
    front = Omission("front matter", "line 1", "Talk with Jana Novotna, at Leedsby")
    study_of(
        file_project,
        *("I: So?", "Jana Novotna: It was fine.", "Novotna: Yes."),
        file="talkJanaNovotna.docx",
        omissions=(front,),
    )
    return file_project


def test_labels_names_of_files_and_front_matter_are_offered_where_they_stand(
    unspoken: Project,
) -> None:
    found = {
        (hit.where, hit.found, hit.kind)
        for offer in search(unspoken, key_of("Jana Novotna"))
        for hit in offer.hits
    }

    assert found == {
        ("int-1, label of a speaker", "Jana Novotna", "name"),
        ("int-1, label of a speaker", "Novotna", "name"),
        ("int-1, name of its file", "JanaNovotna", "name"),
        ("int-1, left out at the import", "Jana Novotna", "name"),
        ("int-1, left out at the import", "Leedsby", CAPITAL),
    }


def test_what_nobody_said_aloud_is_replaced_and_erased_like_the_rest(
    unspoken: Project,
) -> None:
    key = key_of("Jana Novotna")
    places = [
        Replacement(hit, "[town]" if hit.kind == CAPITAL else "[P01]")
        for offer in search(unspoken, key)
        for hit in offer.hits
    ]

    done = replace_decided(unspoken, lead_of(unspoken), places, offered=6)

    assert done.replaced == 5
    standing = active(unspoken, "int-1").version
    version = unspoken.read(Version, id=standing)[0]
    assert version.file_name == "int-1.docx"
    told = json.loads(version.report)["omissions"][0]["text"]
    assert told == "Talk with [P01], at [town]"
    labels = [who.label for who in unspoken.read(Speaker, version=standing)]
    assert sorted(map(str, labels)) == ["I", "[P01]", "[P01] 2"]
    assert not re.search("Jana|Novotna|Leedsby", stored(unspoken))
    assert search(unspoken, key) == []
    assert verification.replay(unspoken).equal


def test_a_label_that_is_a_form_of_another_s_name_is_changed_by_decision_only(
    file_project: Project,
) -> None:
    """Jana can be the pseudonym that somebody bears already."""
    study_of(file_project, "I: So?", "Jana: I saw Jan there.", "Jan: Yes.")
    places = [
        Replacement(hit, "[P02]")
        for offer in search(file_project, key_of("Jan"))
        for hit in offer.hits
        if hit.found == "Jan" and hit.part == "turn"
    ]

    replace_decided(file_project, lead_of(file_project), places, offered=1)

    version = active(file_project, "int-1").version
    labels = [who.label for who in file_project.read(Speaker, version=version)]
    assert labels == ["I", "Jana", "Participant"]


def test_the_command_replaces_what_is_decided_in_labels_and_names_of_files(
    unspoken: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    identity_key.create(folder / "key", PASSPHRASE, project=unspoken)
    listed = folder / "list.csv"
    listed.write_text("text,kind,replacement\nJana Novotna,name,Eva\n", "utf-8")

    done = run(unspoken, folder / "key", "--list", str(listed), "--json")

    told = json.loads(done.stdout)
    assert told["replaced"] == 4
    parts = {place["part"] for offer in told["offers"] for place in offer["places"]}
    assert parts == {"report"}  # Leedsby, for a person to decide
    assert not re.search("Jana|Novotna", stored(unspoken))


def test_a_file_that_is_spoken_of_is_offered_by_the_name_in_it() -> None:
    found = found_in("It is in talkJanaNovotna.docx, I think.", key_of("Jana Novotna"))

    assert found == [("JanaNovotna", "name")]


def test_an_address_that_holds_a_name_is_one_place_of_that_name() -> None:
    entry = Entry(1, "P01", "name", "Jana Novotna", "Eva")
    finder = Finder(IdentityKey((entry,)), [])
    hits = finder.find(Text("int-1", 0, "jana.novotna@smallfirm.example, or ask Jana."))

    assert [(h.found, h.kind, h.entry) for h in hits] == [
        ("jana.novotna@smallfirm.example", "e-mail", 1),
        ("Jana", "name", 1),
    ]


def test_a_name_that_a_line_s_end_cut_in_two_is_one_place() -> None:
    said = "I asked No-\n  votna about it. And Jana No-\nvotn\u00e9."

    found = found_in(said, key_of("Jana Novotna"))

    assert [kind for _, kind in found] == ["name", "name"]
    assert [place for place, _ in found] == ["No-\n  votna", "Jana No-\nvotn\u00e9"]


# --- what people wrote ----------------------------------------------------------------


def test_every_text_of_one_s_own_that_holds_a_replaced_name_is_listed(
    study: Project,
) -> None:
    by = lead_of(study)
    study.record(
        QuestionAsked("q-1", Words("How does Tobias cope?")),
        ParticipantAdded("P08", Words("friends of Tobias"), Consent()),
        ParticipantAdded("P09", None, Consent()),
        ParticipantsLinked("l-1", "P08", "P09", Words("Tobias is her son")),
        ThemeStarted("t-1", Words("Absence"), idea=Words("Tobias is away")),
        MemberPacketMade(
            "k-1", 1, "P08", "synthesis", None, None, (), None, "made", None, None
        ),
        MemberPacketMoved("k-1", "made", "sent", "2024-05-01", Words("Tobias took it")),
        FieldNoteWritten("n-1", None, Words("saw Tobias"), Words("so Tobias"), None),
        by=by,
    )
    code = codes.create(study, by, "Tobias leaves")
    codes.rename(study, by, code, "he leaves", reason="Tobias is a name")

    done = replace_decided(
        study, by, decided(study, key_of("Tobias"), Tobias="[friend]"), offered=1
    )

    assert {(e.what, e.field, e.is_standing) for e in done.elsewhere} == {
        ("memo", "text", True),
        ("research question", "text", True),
        ("participant", "group", True),
        ("link of participants", "relation", True),
        ("theme", "idea", True),  # nothing stands instead of it: never reworded
        ("MemberPacketMoved", "note", True),
        ("field note", "observation", True),
        ("field note", "interpretation", True),
        ("code", "name", False),
        ("code", "reason", True),
    }
    told = "; ".join(each.told for each in done.elsewhere)
    assert re.search(r"name of code \S+ \(decision \d+, in the trail only\)", told)
    assert re.search(r"idea of theme t-1 \(decision \d+\)", told)
    assert re.search(r"group of participant P08 \(decision \d+\); ", told)
    assert "Tobias" not in told

    # what was reworded is forgotten when somebody asks for it; what stands is not
    key = IdentityKey((Entry(1, "P01", "name", "Tobias", "[friend]"),))
    assert forget_reworded(study, by, key) == 1
    assert forget_reworded(study, by, key) == 0
    assert study.read(Participant, id="P08")[0].group == "friends of Tobias"
    assert study.database.path is None or (
        b"Tobias leaves" not in study.database.path.read_bytes()
    )
    assert verification.verify(study).ok
    assert verification.replay(study).equal


@pytest.mark.parametrize(
    ("typed", "is_erased"), [("[T]\n", True), ("e\n[T]\nk\n", False)]
)
def test_forgetting_is_offered_for_what_it_erases_only(
    file_project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    typed: str,
    is_erased: bool,
) -> None:
    """A name that is kept in a place is replaced nowhere but where it was decided."""
    by = lead_of(file_project)
    study_of(file_project, "I: So?", "P01: And then Tobias came, so Tobias sang.")
    code = codes.create(file_project, by, "Tobias leaves")
    codes.rename(file_project, by, code, "he leaves")
    path = tmp_path_factory.mktemp("keys") / "key"
    identity_key.create(path, PASSPHRASE, project=file_project)
    identity_key.add(path, PASSPHRASE, "P02", "name", "Tobias", project=file_project)

    done = run(file_project, path, "--review", typed=typed)

    assert "in the trail only)" in done.output
    assert ("--forget erases it" in done.output) == is_erased
    run(file_project, path, "--forget")
    assert ("Tobias leaves" not in stored(file_project)) == is_erased


def test_what_was_forgotten_is_brought_back_by_no_undo(file_project: Project) -> None:
    by = lead_of(file_project)
    other = add_researcher(file_project, by, "Cleo", "co-analyst")
    code = codes.create(file_project, by, "Tobias leaves")
    codes.rename(file_project, other, code, "he leaves")
    key = IdentityKey((Entry(1, "P01", "name", "Tobias", "[friend]"),))
    assert forget_reworded(file_project, by, key) == 1

    with pytest.raises(UndoRefusedError, match="was erased"):
        file_project.undo(other)

    assert [each.name for each in file_project.read(Code)] == ["he leaves"]
    codes.rename(file_project, other, code, "she leaves")
    file_project.undo(other)
    assert [each.name for each in file_project.read(Code)] == ["he leaves"]


# --- extracts worded for print --------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "printed"),
    [
        (
            "told Jana's [big] brother [...] late",
            "told [P02]'s [big] brother [...] late",
        ),
        ("told Jana's brother [...] late", "told [P02]'s brother [...] late"),
        ("told [her] brother. Will can [...] late", None),
        ("told [her] brother. [Will] can, late", "told [her] brother. [P03] can, late"),
    ],
)
def test_an_extract_s_wording_follows_or_goes_back_to_what_was_spoken(
    file_project: Project, wording: str, printed: str | None
) -> None:
    by = lead_of(file_project)
    said = "told Jana's brother. Will can, late"  # Will: a person's own decision
    text = study_of(file_project, "I: So?", f"P01: I {said}.")
    start = text.index("told")
    segment = code_stretch(file_project, start, start + len(said))
    theme = themes.start(file_project, by, "telling")
    extract = themes.choose_extract(file_project, by, theme, segment)
    word_extract(file_project, by, extract, wording)
    named = {"Jana's": "[P02]'s", "Jana": "[P02]", "Will": "[P03]"}
    places = [
        Replacement(h, named[h.found])
        for offer in search(file_project, key_of("Jana", "Will"))
        for h in offer.hits
        if h.found in named
    ]

    done = replace_decided(file_project, by, places, offered=2)

    assert [e.printed for e in file_project.read(Extract)] == [printed]
    assert (done.reworded, done.as_spoken) == ((1, 0) if printed else (0, 1))
    assert not re.search("Jana|Will", stored(file_project))
    quote = file_project.read(CodedSegment)[0].quote
    assert printed is None or fault(quote, printed) is None
    with pytest.raises(WorkbenchError):
        file_project.undo(by)
    assert verification.replay(file_project).equal


SISTER = "My sister told me to stop asking it."


@pytest.mark.parametrize("where", ["int-1", "int-2"])
@pytest.mark.parametrize(
    ("wording", "printed"),
    [
        ("[Tobias] told me to stop asking it.", "[friend] told me to stop asking it."),
        ("[Tobias, T.] told me to stop asking it.", None),
        ("My sister [and Leo] told me [...] it.", "as it was"),
    ],
)
def test_a_name_in_an_author_s_brackets_goes_where_the_quote_itself_stays(
    file_project: Project, where: str, wording: str, printed: str | None
) -> None:
    by = lead_of(file_project)
    text = study_of(file_project, f"P01: {SISTER}", "I: And Tobias?")
    other = parse_lines("I: And Tobias?", file="two.txt")
    bring_in(file_project, by, [Arrival(other, b"", "int-2")])
    segment = code_stretch(file_project, 0, text.index("\n"))
    theme = themes.start(file_project, by, "telling")
    extract = themes.choose_extract(file_project, by, theme, segment)
    word_extract(file_project, by, extract, wording)
    places = [
        place
        for place in decided(file_project, key_of("Tobias"), Tobias="[friend]")
        if place.hit.transcript == where
    ]

    done = replace_decided(file_project, by, places, offered=2)

    now = wording if printed == "as it was" else printed
    assert [e.printed for e in file_project.read(Extract)] == [now]
    told = (0, 0) if now == wording else (1, 0) if now else (0, 1)
    assert (done.reworded, done.as_spoken) == told
    assert file_project.read(CodedSegment)[0].quote == SISTER
    assert now is None or fault(SISTER, now) is None
    assert (wording in stored(file_project)) == (now == wording)
    assert verification.replay(file_project).equal


# --- deciding -------------------------------------------------------------------------


def test_at_the_terminal_a_word_that_is_kept_keeps_the_name_spelt_like_it_open(
    file_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    study_of(file_project, "I: So?", "P01: Will you ask? I asked Will.")
    path = tmp_path_factory.mktemp("keys") / "key"
    identity_key.create(path, PASSPHRASE, project=file_project)
    identity_key.add(path, PASSPHRASE, "P02", "name", "Will", project=file_project)

    done = run(file_project, path, "--review", "--json", typed="k\nq\n")

    told = json.loads(done.stdout[done.stdout.index("{") :])
    assert [(o["found"], o["doubtful"]) for o in told["offers"]] == [("Will", False)]


def test_a_string_of_which_some_places_were_left_is_known_and_asked_about_again(
    study: Project,
) -> None:
    offer = next(o for o in search(study, key_of("Jana")) if o.found == "Jana")
    work = Deciding([offer])

    work.replace(offer.hits[:1], "[P01]")
    assert work.open_hits(offer) == list(offer.hits[1:])
    work.leave(work.open_hits(offer))

    assert work.open_offers() == []
    assert work.named(offer) == ("name", "Jana", "")
    assert not work.is_left(offer)


def test_what_was_decided_is_carried_over_to_places_that_still_stand(
    study: Project,
) -> None:
    first = Deciding(search(study, key_of("Jana")))
    for offer in first.offers:
        first.replace(offer.hits, "[x]")
    again = parse_lines("I: So?", "P02: Yes, I know Janu as well.", file="two.txt")
    correct(study, lead_of(study), "int-2", again, b"", "misheard")

    second = Deciding(search(study, key_of("Jana")))
    second.carry_over(first)

    assert [
        h.transcript for o in second.open_offers() for h in second.open_hits(o)
    ] == ["int-2"]
