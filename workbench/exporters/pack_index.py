"""The index of an audit pack: five questions of a reader, answered, with the files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from workbench.exporters.debriefing import NO_CHANGE, debriefing
from workbench.exporters.facts import Facts, cited
from workbench.exporters.lineage import fate
from workbench.exporters.statements import disclosure
from workbench.exporters.table import Column, Content, Heading, Line, Table, Text
from workbench.exporters.theme_table import cited as extract_and_source
from workbench.exporters.trail_names import Names
from workbench.exporters.trail_story import date, words_of_the_story
from workbench.in_words import capital, counted
from workbench.model import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block
    from workbench.store.trail import Event

_ABOUT: Final = {
    "1-raw-data": "Raw data: transcripts, who took part, registers",
    "2-data-reduction": "Reduction: codes and their history, segments, notes",
    "3-reconstruction": "Reconstruction: themes, how they came about, theory",
    "4-process": "Process: the timeline, debriefing, checking, the trail itself",
    "5-intentions": "Intentions: set-up, position, expectations, journal",
    "6-instruments": "Instruments: guide, codebooks, tool, self-review",
}
#: What each file is for, by its name without the ending.
_FILES: Final = {
    "participants": "who took part, as far as nobody is known by it:",
    "registers": "transcripts, consent, corrections, packets, copies that left:",
    "codebook": "the codes in use, with their definitions:",
    "codebook-history": "each wording of each code, and two days compared:",
    "coded-transcripts": "every talk, turn by turn, with the codes beside it:",
    "extract-book": "every coded segment in context, by theme and code:",
    "quote-bank": "every coded segment as a row, with its place:",
    "codes-by-cases": "who has which code, as 0 and 1:",
    "notes": "the notes that were released:",
    "records": "every table of the study as CSV, with a data dictionary:",
    "theme-table": "the themes, with concepts, limits and extracts:",
    "theme-map": "the map of the themes, as a picture:",
    "code-tree": "themes and their codes, as a picture:",
    "lineage": "every candidate ever begun, and what became of it:",
    "data-to-theme": "from extract to code to theme:",
    "participants-and-themes": "who speaks in which theme:",
    "themes-and-theory": "how themes relate to frameworks, with the reasons:",
    "group-comparison": "the groups side by side, theme by theme:",
    "joint-display": "questionnaire scores beside the themes:",
    "timeline": "what was decided, when, by whom and why:",
    "phases": "how each phase was done, with an example:",
    "peer-debriefing": "what debriefers asked, and what came of it:",
    "participants-checking": "who was sent what, and what came back:",
    "disclosure": "what the machine did:",
    "methods": "the methods, as far as they are recorded:",
    "not-recorded": "what a reader may look for and not find:",
    "hints": "what the author was asked to look at:",
    "check_trail": "the program that checks this pack:",
    "checkpoint": "the signed note about the end of the trail:",
    "trail": "every decision as it was stored, one per line:",
    "wording": "the words that were released, each with its key:",
    "set-up": "questions, position, expectations, and their changes:",
    "reflexive-journal": "an index of the journal, and what was released:",
    "instruments": "guide, questionnaires, codebooks, models:",
    "self-review": "fifteen points and twenty questions, answered from records:",
    "coreq": "the checklist COREQ:",
    "srqr": "the checklist SRQR:",
}
#: Numbers of decisions as they are cited.
_CITED: Final = re.compile(r"\b[Dd]ecisions? \d+(?:(?:, |\N{EN DASH})\d+)*")
#: Decisions about a theme that its account cites.
_MAKING: Final = (
    *("ThemeStarted", "ThemeCodesChanged", "ThemeConceived", "ThemeDefined"),
    *("ThemeRenamed", "ThemeStateChanged", "ThemesMerged", "ThemeSplit", "ThemeMoved"),
)


def index(moment: Moment, files: Mapping[str, bytes]) -> Content:
    """Where to begin: the five questions, then every file by folder."""
    facts = Facts.of(moment)
    standing = moment.standing()
    names = Names(moment.words(words_of_the_story(standing)))
    for event in standing:
        names.learn(event.decision())
    blocks: list[Block] = [
        Text(
            f"This pack covers the first {counted(moment.at, 'decision')} of the study."
            " Five questions are answered below, each with the file that holds its "
            "evidence. To read a decision in full, type its number into the search of "
            "the timeline."
        ),
        Text("Every decision, searched offline:", file="4-process/timeline.html"),
        Text("The same told on at most thirty pages:", file="4-process/timeline.docx"),
        *_how_themes_came_about(facts, names, standing),
        *_what_was_dropped(facts, names, standing),
        *_what_debriefers_changed(moment),
        Heading("4. What did the machine do?"),
        *(b for b in disclosure(moment).blocks if isinstance(b, Text)),
        Text("The same by itself:", file="4-process/disclosure.docx"),
        *_which_quotes_support(facts),
        *_how_to_check(moment),
        *_folders(files),
    ]
    return Content(f"{moment.study().title}: audit pack", blocks)


def with_links(page: bytes) -> bytes:
    """The index as a page, each number of a decision a link into the timeline."""

    def linked(found: re.Match[str]) -> str:
        number = r'<a href="4-process/timeline.html#\1">\1</a>'
        return re.sub(r"(\d+)", number, found[0])

    return re.sub(_CITED, linked, page.decode()).encode()


def _touching(theme: str, events: list[Event]) -> list[Event]:
    found = []
    for event in events:
        payload = event.payload
        about = [payload.get(field) for field in ("theme", "source", "into")]
        about += list(payload["into"]) if isinstance(payload.get("into"), list) else []
        if event.kind in _MAKING and theme in about:
            found.append(event)
    return found


def _how_themes_came_about(
    f: Facts, names: Names, events: list[Event]
) -> Iterator[Block]:
    yield Heading("1. How did each theme come about?")
    if not f.analysis.order:
        yield Text("No theme stands yet.")
    rows = []
    for theme in f.analysis.order:
        made = _touching(theme.id, events)
        begun = next((e for e in made if e.kind == "ThemeStarted"), None)
        told = []
        if begun:
            who = f.analysis.names.get(begun.by, begun.by)
            first = f"\u201c{names.words(begun.payload['name'])}\u201d"
            codes = names.several(tuple(begun.payload["codes"]), 4)
            told.append(
                f"Begun on {date(begun.at)} by {who} as {first}, "
                f"{_split_off(names, theme.id, made)}from {codes}"
                f"{_from_grouping(begun)}."
            )
        later = len(made) - 1
        told.append(
            f"{counted(later, 'later change') if later else 'No change since'}."
        )
        holds = counted(len(theme.codes), "code")
        segments = counted(len(f.analysis.segments_of(theme)), "coded segment")
        told.append(f"Now {theme.state}, with {holds} and {segments}.")
        rows.append(
            (
                (Line(theme.name, "Theme"),),
                (Line(" ".join(told)),),
                (Line(cited((e.seq for e in made), limit=None), "Aside"),),
            )
        )
    if rows:
        columns = (Column("Theme", 4), Column("Account", 9.5), Column("Decisions", 3.5))
        yield Table("Where each theme comes from", columns, rows, whole_rows=False)
    yield Text("Every change with its reason:", file="3-reconstruction/lineage.docx")
    yield Text("From extract to theme:", file="3-reconstruction/data-to-theme.docx")


def _split_off(names: Names, theme: str, made: list[Event]) -> str:
    """Where it was part of another theme before, that one."""
    for event in made:
        if event.kind == "ThemeSplit" and theme in event.payload["into"]:
            return f"split off {names.of(event.payload['source'])}, "
    return ""


def _from_grouping(begun: Event) -> str:
    return ", after looking at a grouping" if begun.payload.get("grouping") else ""


def _what_was_dropped(f: Facts, names: Names, events: list[Event]) -> Iterator[Block]:
    yield Heading("2. What was dropped, and why?")
    now = {theme.id: theme for theme in f.moment.read(Theme)}
    gone = [theme for theme in now.values() if theme.state == "discarded"]
    rows = []
    for theme in gone:
        last = [
            e
            for e in _touching(theme.id, events)
            if e.kind in ("ThemeStateChanged", "ThemesMerged")
        ][-1:]
        reason = last[0].payload.get("reason") if last else None
        why = names.words(reason) if reason else "Reason: not recorded."
        rows.append(
            (
                (Line(theme.name, "Theme"),),
                (Line(fate(theme, now)),),
                (Line(why),),
                (Line(cited(e.seq for e in last), "Aside"),),
            )
        )
    if rows:
        columns = (
            *(Column("Candidate", 3.6), Column("What became of it", 4)),
            *(Column("Why", 6.6), Column("Decision", 2.8)),
        )
        yield Table("Candidates that do not stand", columns, rows, whole_rows=False)
    else:
        yield Text("No candidate theme was discarded or merged.")
    merged, retired = f.number("CodesMerged"), f.number("CodeRetired")
    told = "No code was merged or retired."
    where = f.cite("CodesMerged", "CodeRetired")
    if where:
        into = "into another" if merged == 1 else "into others"
        went = f"{counted(merged, 'code')} went {into}" if merged else ""
        out = f"{counted(retired, 'code')} retired" if retired else ""
        told = f"{', '.join(filter(None, (went, out)))} ({where})."
    yield Text(
        f"{told} How each code read, and when:",
        file="2-data-reduction/codebook-history.html",
    )


def _what_debriefers_changed(moment: Moment) -> Iterator[Block]:
    yield Heading("3. What did debriefers change?")
    content = debriefing(moment)
    yield next(block for block in content.blocks if isinstance(block, Text))
    sheet = content.sheets[0]
    linked = [row for row in sheet.rows if row[-1] != NO_CHANGE]
    if linked:
        columns = (
            *(Column("Challenge", 5.6), Column("Answer", 5.2)),
            Column("What changed", 6.2),
        )
        rows = [
            (
                (Line(str(row[3])), Line(f"{row[1]}, on {row[2]}", "Aside")),
                str(row[4]),
                str(row[6]),
            )
            for row in linked
        ]
        yield Table("Challenges that led to a change", columns, rows, whole_rows=False)
    yield Text("Every session and challenge:", file="4-process/peer-debriefing.docx")
    yield Text(
        "What participants answered:", file="4-process/participants-checking.docx"
    )


def _which_quotes_support(f: Facts) -> Iterator[Block]:
    yield Heading("5. Which quotes support a claim?")
    yield Text(
        "Each extract has an id (Q-0147) that never changes. Look it up in the quote "
        "bank: its row gives transcript, version, turn, characters, code and coder. "
        "The extract book shows all segments of a theme in their context."
    )
    analysis = f.analysis
    rows = []
    for theme in analysis.order:
        quoted = [extract_and_source(analysis, e, s) for e, s in analysis.quoted(theme)]
        lines = [
            line
            for text, source in quoted
            for line in (Line(text, "Quote"), Line(f"({source})", "Source"))
        ]
        empty = (Line("No extract chosen.", "Aside"),)
        rows.append(((Line(theme.name, "Theme"),), tuple(lines) or empty))
    if rows:
        columns = (Column("Theme", 4.5), Column("Extracts", 12.5))
        yield Table("Extracts by theme", columns, rows, whole_rows=False)
    yield Text("The quote bank:", file="2-data-reduction/quote-bank.csv")
    yield Text("In context:", file="2-data-reduction/extract-book.html")
    yield Text("Whole talks:", file="2-data-reduction/coded-transcripts.html")


def _how_to_check(moment: Moment) -> Iterator[Block]:
    yield Heading("How to check this pack")
    yield Text(
        "The program below needs Python and nothing else. Run it where it lies: it "
        "compares every file with the manifest, follows the chain of decisions, checks "
        "released words against what was decided, and the signature of the checkpoint:",
        file="4-process/trail/check_trail.py",
    )
    yield Text(
        "What it shows is that, when, by whom and for which recorded reason something "
        "was decided. It cannot show that an interpretation is good.",
        "Aside",
    )
    if not any(moment.read(Theme)):
        yield Text("This study has no theme yet, so much here is empty.", "Aside")


def _folders(files: Mapping[str, bytes]) -> Iterator[Block]:
    yield Heading("Every file, by folder")
    for folder, about in _ABOUT.items():
        yield Heading(about, 2)
        inside = sorted(name for name in files if name.startswith(f"{folder}/"))
        talks = [name for name in inside if "/transcripts/" in name]
        told = set()
        for name in inside:
            if name not in talks:
                stem = PurePosixPath(name).stem
                what = (
                    "the same in another format:" if stem in told else _FILES.get(stem)
                )
                told.add(stem)
                yield Text(capital(what or ""), "List Bullet", file=name)
        if talks:
            many = counted(len(talks), "transcript")
            yield Text(f"{many} in {folder}/transcripts", "List Bullet")
