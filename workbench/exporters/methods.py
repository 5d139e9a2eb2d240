"""The methods paragraph: what was recorded, said as it is said in a paper.

Nothing stands here that no decision stands behind; what a person has to fill in reads
"[..]". Every number comes from `facts`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.exporters.facts import BLANK, Facts
from workbench.exporters.statements import disclosure
from workbench.exporters.table import Content, Heading, Sheet, Text
from workbench.exporters.trail_story import date
from workbench.exporters.trustworthiness import techniques
from workbench.in_words import counted, in_words, listed, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block

_TRADITIONS = {
    "reflexive": "reflexive thematic analysis (Braun and Clarke 2022)",
    "codebook": "codebook thematic analysis",
    "coding-reliability": "thematic analysis with coding reliability",
    "other": "thematic analysis",
}
#: What the author typed in the set-up, with the words that lead to it.
_STAND: Final = {
    "paradigm": "Paradigm",
    "inductive-deductive": "Where codes came from",
    "semantic-latent": "Level of reading",
    "positionality": "Our position",
}
_HOW: Final = {
    "sampling": "Sampling",
    "approach": "Approach",
    "interviewer": "Interviews were led by",
    "interview-setting": "Setting",
    "recording": "Recording",
    "transcription": "Transcription",
    "ethics": "Ethics",
}


def methods(moment: Moment) -> Content:
    """The account of the method as it was done."""
    facts = Facts.of(moment)
    machine = [b.text for b in disclosure(moment).blocks if isinstance(b, Text)]
    parts: dict[str, list[str]] = {
        "Design": [design(facts), _typed(facts, _STAND)],
        "Participants and material": [material(facts), _typed(facts, _HOW)],
        "Analysis": [analysis(facts)],
        "Trustworthiness": [trustworthiness(facts)],
        "Machine assistance": machine,
    }
    blocks: list[Block] = [
        Text(
            "To the author: built from what was recorded and from nothing else. Fill "
            f"in {BLANK} and leave out what a reader does not need.",
            "Aside",
        )
    ]
    for title, texts in parts.items():
        blocks += [Heading(title, 2), *(Text(text) for text in texts)]
    rows = [(title, " ".join(texts)) for title, texts in parts.items()]
    sheet = Sheet("Methods", ("part", "text"), rows)
    return Content(f"{moment.study().title}: methods", blocks, (sheet,))


def design(f: Facts) -> str:
    """The tradition, and the questions."""
    study = f.moment.study()
    note = study.orientation_note or ""
    tradition = _TRADITIONS.get(study.orientation, study.orientation)
    if "thematic analysis" in note.lower():  # the author names it herself
        told = [f"We used {note[:1].lower()}{note[1:]}"]
    else:
        told = [f"We used {tradition}.", *([note] if note else [])]
    changes = f.kinds.get("OrientationChanged", [])
    for change in changes:
        reason = f.moment.words([change.payload["reason"]])[change.payload["reason"]]
        told.append(
            f"On {date(change.at)} the orientation was changed from "
            f"{in_words(change.payload['old'])} to {in_words(change.payload['new'])}: "
            f"{reason}"
        )
    if f.questions:
        asked = listed(f"\u201c{question}\u201d" for question in f.questions)
        told.append(f"We asked: {asked}")
    else:
        told.append(f"We asked: {BLANK}.")
    return " ".join(told)


def _typed(f: Facts, leads: Mapping[str, str]) -> str:
    """What the author typed, in her own words, or a blank for it."""
    return " ".join(
        f"{lead}: {_sentence(f.setting(key))}" for key, lead in leads.items()
    )


def material(f: Facts) -> str:
    """Who took part, how many talks there are, and how long they are."""
    told = [_who(f)]
    if f.withdrawn:
        told.append(f"{counted(f.withdrawn, 'person', 'people')} withdrew.")
    one = len(f.interviews) == 1
    talks = counted(len(f.interviews), "interview")
    told.append(f"{talks} {'was' if one else 'were'} analysed{_held(f)}.")
    told.append(duration(f))
    if f.uncoded:
        without = counted(len(f.uncoded), "interview holds", "interviews hold")
        told.append(f"{without} no coded segment.")
    added = len(f.transcripts) - len(f.interviews)
    if added:
        told.append(
            f"What {counted(added, 'participant')} added on checking was taken in as "
            "later material."
        )
    return " ".join(told)


def _who(f: Facts) -> str:
    """Who took part: those who are heard, not those who are only listed."""
    if not f.spoke:
        return f"{BLANK} people took part; no speaker is identified yet."
    groups = Counter(person.group for person in f.spoke if person.group)
    named = [f"{name}: {count}" for name, count in sorted(groups.items())]
    by_group = f" ({', '.join(named)})" if named else ""
    told = f"{counted(len(f.spoke), 'person', 'people')} took part{by_group}."
    if unheard := len(f.people) - len(f.spoke):
        told += f" {unheard} more {'is' if unheard == 1 else 'are'} listed, not heard."
    return told


def _held(f: Facts) -> str:
    days = sorted(t.held_on for t in f.interviews if t.held_on)
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
    every = len(f.interviews)
    of = f", as known for {len(minutes)} of {every}" if len(minutes) < every else ""
    return f"{told}{of}."


def analysis(f: Facts) -> str:
    """What was done with the talks, in numbers of what stands."""
    read = sum(1 for t in f.interviews if f.passes[t.id])
    again = sum(1 for t in f.interviews if f.passes[t.id] > 1)
    told = []
    if read:
        more = f", {again} of them more than once" if again else ""
        of = counted(len(f.interviews), "interview")
        every = f"All {of}" if read == len(f.interviews) > 1 else f"{read} of {of}"
        told.append(f"{every} were read from end to end{more}.")
    if f.segments:
        told.append(
            f"{listed(f.coders)} coded {counted(len(f.segments), 'segment')} with "
            f"{counted(sum(f.origins.values()), 'code')}{_origins(f)}."
        )
    merged, split = f.number("CodesMerged"), f.number("CodeSplit")
    changed = f.number("CodeRedefined", "CodeRenamed")
    if merged or split or changed:
        done = listed(
            f"{what} {times(number)}"
            for what, number in (
                ("merged", merged),
                ("split", split),
                ("renamed or redefined", changed),
            )
            if number
        )
        told.append(f"Codes were {done}.")
    begun = len(f.all_themes)
    if begun:
        gone = [t for t in f.all_themes if t.state == "discarded"]
        into = sum(1 for t in gone if t.merged_into)
        candidates = sum(t.state == "candidate" for t in f.all_themes)
        became = listed(
            f"{number} {one if number == 1 else several}"
            for number, one, several in (
                (into, "went into another", "went into others"),
                (len(gone) - into, "was discarded", "were discarded"),
                (candidates, "remains a candidate", "remain candidates"),
                (len(f.themes), "was reviewed or defined", "were reviewed or defined"),
            )
            if number
        )
        told.append(f"We began {counted(begun, 'candidate theme')}: {became}.")
    linked = f.number("AllianceLinked") - f.number("AllianceLinkWithdrawn")
    if linked > 0:
        told.append(
            f"Theory came in as {counted(linked, 'argued relation')} of themes to "
            "frameworks."
        )
    told.append(f"Every step was recorded in the workbench, version {f.tool}.")
    return " ".join(told)


def _origins(f: Facts) -> str:
    called = {
        "manual": "in our own words",
        "in-vivo": "in participants' words",
        "framework": "from a framework",
        "imported": "brought in",
    }
    parts = [f"{count} {called.get(k, k)}" for k, count in f.origins.most_common()]
    return f" ({', '.join(parts)})" if parts else ""


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
