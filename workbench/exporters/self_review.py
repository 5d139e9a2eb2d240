"""The author's own review: 15 points, 20 questions, and prompts for the report.

What the records can show stands beside each; the judgement is the author's. All in our
own words, after Braun and Clarke 2006 (Table 2) and 2021; the prompts for the report
are provisional until a person has read the supplements of RTARG and BQQRG.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.exporters.facts import BLANK, Facts
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.exporters.trustworthiness import techniques
from workbench.in_words import (
    counted,
    in_words,
    listed,
    quoted,
    setting,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Cell


def self_review(moment: Moment) -> Content:
    """All three lists, with what the records show for each."""
    facts = Facts.of(moment)
    parts = (
        ("Fifteen points", "15", FIFTEEN, "Braun and Clarke 2006, Table 2"),
        ("Twenty questions", "20", TWENTY, "Braun and Clarke 2021"),
        (
            "Prompts for the report",
            "R",
            REPORT,
            "the sections that RTARG and BQQRG speak of; provisional",
        ),
    )
    blocks: list[Heading | Text | Table] = [
        Text(
            "For the author, and for an appendix where one is asked for. The records "
            f"show what they can; {BLANK} is yours to write.",
            "Aside",
        )
    ]
    data: list[tuple[str, ...]] = []
    for title, mark, points, source in parts:
        blocks.append(Heading(title))
        rows: list[Sequence[Cell]] = []
        for number, (asked, shows) in enumerate(points, start=1):
            shown = shows(facts) if shows else ""
            rows.append((str(number), asked, (Line(shown, "Aside"),), BLANK))
            data.append((f"{mark}-{number}", asked, shown, BLANK))
        columns = (
            Column("No", 1.1),
            Column("Asked", 5.4),
            Column("What the records show", 6.2),
            Column("Your answer", 4.3),
        )
        notes = (f"In our own words, after {source}.",)
        blocks.append(Table(title, columns, rows, notes, whole_rows=False))
    sheet = Sheet("Self-review", ("no", "asked", "records show", "answer"), data)
    return Content(f"{moment.study().title}: self-review", blocks, (sheet,))


def _checked(f: Facts) -> str:
    checked = f.number("TranscriptChecked")
    of = counted(len(f.interviews), "interview")
    return f"{counted(checked, 'check')} against recordings on record, of {of}."


def _attention(f: Facts) -> str:
    coded = Counter(segment.transcript for segment in f.segments)
    unread = [t.id for t in f.transcripts if not f.passes[t.id]]
    uncoded = [t.id for t in f.transcripts if not coded[t.id]]
    of = counted(len(f.transcripts), "transcript")
    told = f"{len(f.transcripts) - len(unread)} of {of} read from end to end."
    if unread:
        told += f" No reading recorded: {listed(unread)}."
    if uncoded:
        told += f" Nothing coded: {listed(uncoded)}."
    return told


def _thorough(f: Facts) -> str:
    told = []
    for theme in f.analysis.order:
        voices = Counter(
            person
            for segment in f.analysis.segments_of(theme)
            for person in f.analysis.quotes.voice(segment).participants
        )
        total = voices.total()
        if 0 < len(voices) < 3:
            told.append(f"\u201c{theme.name}\u201d rests on {listed(sorted(voices))}")
        elif total and voices.most_common(1)[0][1] * 2 > total:
            who = voices.most_common(1)[0][0]
            told.append(f"more than half of \u201c{theme.name}\u201d is {who}'s talk")
    return (
        f"To look at: {'; '.join(told)}." if told else "No theme rests on one or two."
    )


def _collated(f: Facts) -> str:
    return (
        f"The extract book holds all {counted(len(f.segments), 'coded segment')} by "
        "theme."
    )


def _overlap(f: Facts) -> str:
    shared = Counter(code for theme in f.analysis.order for code in theme.codes)
    several = sum(count > 1 for count in shared.values())
    return (
        f"{counted(f.number('TranscriptReread'), 're-reading')} against the themes; "
        f"{counted(several, 'code') if several else 'no code'} in more than one theme."
    )


def _coherent(f: Facts) -> str:
    without = [t.name for t in f.analysis.order if not t.central_concept]
    unbounded = [t.name for t in f.analysis.order if not t.is_not]
    told = []
    if without:
        told.append(f"Without a central concept: {quoted(without)}.")
    if unbounded:
        told.append(f"Not said what it is not: {quoted(unbounded)}.")
    return " ".join(told) or "Each has a concept and a boundary."


def _claims(f: Facts) -> str:
    bare = [t.name for t in f.analysis.order if not f.analysis.quoted(t)]
    told = f"{counted(sum(f.quotes_of.values()), 'extract')} chosen."
    return f"{told} None for {quoted(bare)}." if bare else told


def _time(f: Facts) -> str:
    kinds = {
        "coding": ("SegmentCoded", "SegmentRecoded", "CodeCreated"),
        "themes": ("ThemeStarted", "ThemeStateChanged", "ThemeCodesChanged"),
        "reading": ("PassRecorded", "TranscriptCorrected"),
    }
    told = [
        f"{name}: {counted(len(f.days(*several)), 'day')}"
        for name, several in kinds.items()
    ]
    return f"Days with decisions: {', '.join(told)}."


def _explicit(f: Facts) -> str:
    keys = ("paradigm", "positionality", "inductive-deductive", "semantic-latent")
    blank = [key for key in keys if key not in f.settings]
    told = f"Orientation: {in_words(f.moment.study().orientation)}."
    missing = listed(setting(key) for key in blank)
    if blank:
        return f"{told} Not recorded: {missing}."
    return f"{told} Paradigm, position and level of reading are recorded."


def _as_done(f: Facts) -> str:
    missing = [each.name for each in techniques(f) if not each.records]
    told = "The methods paragraph is built from records only."
    return f"{told} Claim none of: {listed(missing)}." if missing else told


def _language(_: Facts) -> str:
    return "Language hints stand on the Write up page and in the manuscript check."


def _positioned(f: Facts) -> str:
    told = "is recorded" if "positionality" in f.settings else "is not recorded"
    entries = counted(f.memos["journal"], "journal entry", "journal entries")
    return f"Where the authors stand {told}; {entries}."


def _type(f: Facts) -> str:
    note = f.moment.study().orientation_note
    kind = in_words(f.moment.study().orientation).capitalize()
    return f"{kind}. {note or 'No justification is recorded.'}"


def _mixed(f: Facts) -> str:
    reflexive = f.moment.study().orientation == "reflexive"
    used = f.number("AgreementAsked")
    if reflexive and used:
        return f"Agreement figures in a reflexive study: looked at {times(used)}."
    return "No agreement figures were asked for." if reflexive else ""


def _where(f: Facts) -> str:
    return f"{counted(len(f.themes), 'theme')} in the theme table."


def _weak(f: Facts) -> str:
    levels = max((len(f.analysis.path(t)) for t in f.analysis.order), default=0)
    per = [len(f.analysis.quoted(t)) for t in f.analysis.order]
    spread = f"{min(per)} to {max(per)}" if per else "no"
    return (
        f"{counted(len(f.analysis.order), 'theme')} on {counted(levels, 'level')}; "
        f"{spread} extracts each. {_overlap(f)}"
    )


def _questions(f: Facts) -> str:
    return f"{counted(len(f.questions), 'research question')} recorded."


def _sample(f: Facts) -> str:
    blank = [k for k in ("sampling", "information-power") if k not in f.settings]
    if blank:
        return f"Not recorded: {listed(setting(key) for key in blank)}."
    return "Sampling, and why this many, are recorded."


def _ethics(f: Facts) -> str:
    told = "recorded" if "ethics" in f.settings else "not recorded"
    return f"Approval and consent are {told}."


FIFTEEN: Final[tuple[tuple[str, Callable[[Facts], str] | None], ...]] = (
    ("Transcripts are detailed enough and were held against the recordings.", _checked),
    ("Every interview had the same attention in coding.", _attention),
    ("Themes come from thorough coding, not from a few vivid moments.", _thorough),
    ("All extracts that belong to a theme were brought together.", _collated),
    ("Themes were held against each other and against the whole data.", _overlap),
    ("Themes hold together, stay consistent, and differ from each other.", _coherent),
    ("The data are interpreted, not only retold.", None),
    ("Extracts and claims fit each other.", _claims),
    ("The analysis tells one convincing, ordered story.", None),
    ("Argument and extracts are in balance.", _claims),
    ("Each phase had enough time.", _time),
    ("Assumptions and the kind of thematic analysis are stated.", _explicit),
    ("What is claimed to have been done was done.", _as_done),
    ("The language of the report fits its theory of knowledge.", _language),
    ("The researcher is shown as active; themes do not emerge.", _language),
)

TWENTY: Final[tuple[tuple[str, Callable[[Facts], str] | None], ...]] = (
    ("Why thematic analysis?", None),
    ("Which kind of it, and why that one?", _type),
    ("Does that kind fit the aims?", _questions),
    ("Does it fit the theory?", None),
    ("Does it fit how the data were made?", None),
    ("Was that kind kept to throughout?", _mixed),
    ("Are there assumptions that clash with it, unexplained?", None),
    ("Were further procedures needed, and are they explained?", _as_done),
    ("Is the theory stated, also for inductive work?", _explicit),
    ("Do the authors own their perspectives?", _positioned),
    ("Are the procedures told as they were done?", _as_done),
    ("Are concepts or procedures of different kinds confused?", _mixed),
    ("Is the claimed approach understood?", None),
    ("Is it clear where and what the themes are?", _where),
    ("Are topic summaries offered as themes?", _coherent),
    ("Is context offered as a theme?", None),
    ("In applied work: what could be done with it?", None),
    ("Do concepts clash with each other?", _mixed),
    ("Is the analysis thin, overlapping, or out of balance?", _weak),
    ("Are claims beyond the data confused about what they are?", None),
)

REPORT: Final[tuple[tuple[str, Callable[[Facts], str] | None], ...]] = (
    ("Title and abstract speak the language of the approach.", _language),
    ("The introduction argues why, not only where a gap is.", _questions),
    ("The theoretical and value base is stated.", _explicit),
    ("The researchers say where they stand.", _positioned),
    ("The kind of thematic analysis is named and justified.", _type),
    ("Participants and the size of the data set are argued for.", _sample),
    ("Ethics are told beyond the approval number.", _ethics),
    ("How and in what setting the data were made is told.", None),
    ("The analysis is told as it was done, by whom, with what.", _time),
    ("Themes stand with their concepts; counts only with a purpose.", _where),
    ("Interpretation and literature are woven together.", None),
    ("The evaluation is reflexive, not an apology for a small sample.", None),
    ("What carries over to other settings is left to be judged.", None),
    ("What lies in the supplement is named.", _collated),
)
