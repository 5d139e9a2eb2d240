"""The methods paragraph: what was recorded, said as it is said in a paper.

Nothing stands here that no decision stands behind; what a person has to fill in reads
"[..]". Every number comes from `facts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.exporters.facts import BLANK, Facts, counted, listed
from workbench.exporters.statements import disclosure
from workbench.exporters.table import Content, Heading, Sheet, Text
from workbench.exporters.trail_story import date
from workbench.exporters.trustworthiness import techniques

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block

_TRADITIONS = {
    "reflexive": "reflexive thematic analysis (Braun and Clarke 2022)",
    "codebook": "codebook thematic analysis",
    "coding-reliability": "thematic analysis with coding reliability",
    "other": "thematic analysis",
}


def methods(moment: Moment) -> Content:
    """The account of the method as it was done."""
    facts = Facts(moment)
    parts = {
        "Design": design(facts),
        "Participants and material": material(facts),
        "Analysis": analysis(facts),
        "Trustworthiness": trustworthiness(facts),
        "Machine assistance": " ".join(
            block.text for block in disclosure(moment).blocks if isinstance(block, Text)
        ),
    }
    blocks: list[Block] = [
        Text(
            "To the author: built from what was recorded and from nothing else. Fill "
            f"in {BLANK} and leave out what a reader does not need.",
            "Aside",
        )
    ]
    for title, text in parts.items():
        blocks += [Heading(title, 2), Text(text)]
    sheet = Sheet("Methods", ("part", "text"), list(parts.items()))
    return Content(f"{moment.study().title}: methods", blocks, (sheet,))


def design(f: Facts) -> str:
    """The tradition, the questions, and where the authors stand."""
    study = f.moment.study()
    told = [f"We used {_TRADITIONS.get(study.orientation, study.orientation)}."]
    if study.orientation_note:
        told.append(study.orientation_note)
    changes = f.kinds.get("OrientationChanged", [])
    for change in changes:
        reason = f.moment.words([change.payload["reason"]])[change.payload["reason"]]
        told.append(
            f"On {date(change.at)} the orientation was changed from "
            f"{change.payload['old']} to {change.payload['new']}: {reason}"
        )
    if f.questions:
        asked = listed(f"\u201c{question}\u201d" for question in f.questions)
        told.append(f"We asked: {asked}")
    else:
        told.append(f"We asked: {BLANK}.")
    for lead, key in (
        ("Paradigm:", "paradigm"),
        ("Where codes came from:", "inductive-deductive"),
        ("Level of reading:", "semantic-latent"),
        ("Our position:", "positionality"),
    ):
        told.append(f"{lead} {_sentence(f.setting(key))}")
    return " ".join(told)


def material(f: Facts) -> str:
    """Who took part, how many talks there are, and how long they are."""
    groups = [f"{name}: {count}" for name, count in f.groups.items()]
    who = counted(len(f.people), "person", "people")
    by_group = f" ({', '.join(groups)})" if groups else ""
    told = [f"{who} took part{by_group}."]
    if f.withdrawn:
        told.append(f"{counted(f.withdrawn, 'person', 'people')} withdrew.")
    told.append(f"Sampling: {_sentence(f.setting('sampling'))}")
    told.append(f"Approach: {_sentence(f.setting('approach'))}")
    told.append(f"{counted(len(f.transcripts), 'interview')} were analysed{_held(f)}.")
    told.append(duration(f))
    told.append(f"Interviews were led by: {_sentence(f.setting('interviewer'))}")
    told.append(f"Setting: {_sentence(f.setting('interview-setting'))}")
    told.append(f"Recording: {_sentence(f.setting('recording'))}")
    told.append(f"Transcription: {_sentence(f.setting('transcription'))}")
    told.append(f"Ethics: {_sentence(f.setting('ethics'))}")
    return " ".join(told)


def _held(f: Facts) -> str:
    days = sorted(t.held_on for t in f.transcripts if t.held_on)
    if not days:
        return ""
    first, last = date(days[0]), date(days[-1])
    return f", held on {first}" if first == last else f", held from {first} to {last}"


def duration(f: Facts) -> str:
    """How long the talks were, as far as their times tell."""
    minutes = list(f.minutes.values())
    if not minutes:
        return "Their duration is not available: the transcripts have no times."
    told = (
        f"They lasted {min(minutes):.0f} to {max(minutes):.0f} minutes "
        f"(mean {sum(minutes) / len(minutes):.0f})"
    )
    missing = len(f.transcripts) - len(minutes)
    of = f", as known for {len(minutes)} of {len(f.transcripts)}" if missing else ""
    return f"{told}{of}."


def analysis(f: Facts) -> str:
    """What was done with the talks, in numbers of what stands."""
    read = sum(1 for t in f.transcripts if f.passes[t.id])
    again = sum(1 for t in f.transcripts if f.passes[t.id] > 1)
    told = []
    if read:
        more = f", {again} of them more than once" if again else ""
        told.append(
            f"{read} of {counted(len(f.transcripts), 'transcript')} were read from end "
            f"to end{more}."
        )
    if f.segments:
        told.append(
            f"{listed(f.coders)} coded {counted(len(f.segments), 'segment')} with "
            f"{counted(sum(f.origins.values()), 'code')}{_origins(f)}."
        )
    merged, split = f.number("CodesMerged"), f.number("CodeSplit")
    changed = f.number("CodeRedefined", "CodeRenamed")
    if merged or split or changed:
        told.append(
            f"Codes were merged {_times(merged)}, split {_times(split)}, and renamed "
            f"or redefined {_times(changed)}."
        )
    begun = len(f.all_themes)
    if begun:
        gone = [t for t in f.all_themes if t.state == "discarded"]
        into = sum(1 for t in gone if t.merged_into)
        candidates = sum(t.state == "candidate" for t in f.all_themes)
        told.append(
            f"We began {counted(begun, 'candidate theme')}; {into} went into others, "
            f"{len(gone) - into} were discarded, {candidates} {_stay(candidates)}, and "
            f"{len(f.themes)} were reviewed or defined."
        )
    linked = f.number("AllianceLinked") - f.number("AllianceLinkWithdrawn")
    if linked > 0:
        told.append(
            f"Theory came in as {counted(linked, 'argued relation')} of themes to "
            "frameworks."
        )
    told.append(f"Decisions were kept in the workbench, version {f.tool}.")
    return " ".join(told)


def _stay(number: int) -> str:
    return "remains a candidate" if number == 1 else "remain candidates"


def _origins(f: Facts) -> str:
    called = {
        "manual": "in our own words",
        "in-vivo": "in participants' words",
        "framework": "from a framework",
        "imported": "brought in",
    }
    parts = [f"{count} {called.get(k, k)}" for k, count in f.origins.most_common()]
    return f" ({', '.join(parts)})" if parts else ""


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def trustworthiness(f: Facts) -> str:
    """The techniques that have a record, and those that have none, by name."""
    found = techniques(f)
    done = " ".join(each.sentence for each in found if each.records)
    missing = [each.name for each in found if not each.records]
    told = done or "No technique of trustworthiness is recorded."
    if missing and done:
        told += f" Not recorded: {listed(missing)}."
    return told


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "]")) else f"{text}."
