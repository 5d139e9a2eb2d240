"""The ways in which a line can say who speaks next, and when.

Each form is a pattern with the groups `label`, `time`, `details` and `rest`. A match
is only a candidate: `dialogue` decides over the whole file which labels are believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from workbench.importers.inline_names import named_inline
from workbench.importers.labels import (
    MAX_LABEL,
    Strength,
    clean_label,
    is_plain_name,
    label_strength,
)
from workbench.importers.speakers import is_code
from workbench.importers.times import TIME, parse_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.lines import Line

#: How a form is believed: by its time, its colon, its place, or only by its company.
Kind = Literal["timed", "colon", "dot", "lead", "tab", "bare", "alone", "unnamed"]


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a turn's head."""

    kind: Kind
    layout: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Header:
    """A line that may open a turn."""

    kind: Kind
    layout: str
    label: str | None
    strength: Strength
    start_ms: int | None
    end_ms: int | None
    rest: str
    details: str = ""
    #: Lines the head takes up: a name may stand under or over its time.
    height: int = 1


_SPAN: Final = rf"(?P<time>{TIME}(?:\s*(?:[-/\u2013]|-->)\s*{TIME})?)"
_STAMP: Final = rf"[\[(#<]?{_SPAN}[\])#>]?"
_LABEL: Final = r"(?P<label>[^\t\n]{1,80}?)"
_DETAILS: Final = r"(?:\s*[(\[](?P<details>[^()\[\]]{1,120})[)\]])?"
_ROLE_LABEL: Final = (
    r"(?P<label>(?:Speaker|SPEAKER|Interviewer|Participant|Respondent|Moderator)"
    r"(?:[ _]?\d{1,2}(?!\S)|(?![ _]?\d))|[A-Z]{1,3}\d{1,3}|"
    r"[^\W\d_][\w'\u2019-]+ [^\W\d_][\w'\u2019-]+)"
)


def _form(kind: Kind, layout: str, pattern: str) -> Form:
    return Form(kind, layout, re.compile(rf"{pattern}\s*$", re.DOTALL))


# The order is that of how much a form says: the first that fits is taken.
_FORMS: Final = (
    _form("timed", "zoom", rf"\[{_LABEL}\]\s+(?P<time>\d\d?:\d\d:\d\d)\s*(?P<rest>.*)"),
    _form("timed", "rev", rf"{_LABEL}\s*[(\[]{_SPAN}[)\]]\s*[:\uff1a]?\s*(?P<rest>.*)"),
    _form("timed", "otter", rf"{_LABEL}(?:\s{{2,}}|\t+){_STAMP}(?P<rest>)"),
    _form("timed", "labelled", rf"{_LABEL} {_STAMP}(?P<rest>)"),
    _form(
        "colon",
        "labelled",
        rf"(?:{_STAMP}\s*[-\u2013]?\s*)?{_LABEL}{_DETAILS}\s*[:\uff1a](?P<rest>.*)",
    ),
    _form(
        "timed", "labelled", rf"{_STAMP}\s*{_LABEL}\s+[\u2014\u2013-]\s+(?P<rest>.+)"
    ),
    _form("timed", "trint", rf"{_STAMP}\s+{_ROLE_LABEL}\s+(?P<rest>\S.*)"),
    _form("timed", "word-transcribe", rf"{_STAMP}\s+{_LABEL}(?P<rest>)"),
    _form(
        "colon", "labelled", rf"(?P<label>[^>\t]{{1,40}}?){_DETAILS}>\s+(?P<rest>.+)"
    ),
    _form(
        "dot",
        "labelled",
        r"(?P<label>(?:Q|A|I|R|INT\d?|IV\d?|P\d{1,3}))\.(?:\s+(?P<rest>.+)|(?P<none>))",
    ),
    _form("tab", "labelled", rf"(?P<label>[^\t]{{1,60}}?){_DETAILS}\t+(?P<rest>.+)"),
    _form(
        "bare",
        "labelled",
        r"(?P<label>INT\d?|IV\d?|IVR|[A-Z]{1,3}\d{1,3})"
        r"\s+(?:[-\u2013\u2014]\s+)?(?P<rest>\S.*)",
    ),
)
_TOLD_BY_ITSELF: Final = [f for f in _FORMS if f.kind in {"timed", "colon"}]
_TOLD_BY_COMPANY: Final = [f for f in _FORMS if f.kind not in {"timed", "colon"}]
_HEAD: Final = 400
_ARROW: Final = re.compile(rf"\s*(?P<time>{TIME}\s*-->\s*{TIME})\s*$")
_ONLY_TIME: Final = re.compile(rf"\s*{_STAMP}\s*$")
_TIME_FIRST: Final = re.compile(
    rf"\s*(?:[\[(#]{_SPAN}[\])#]\s*|(?P<bare>{TIME})\t+)(?P<rest>\S.*)$", re.DOTALL
)


def find_header(
    lines: Sequence[Line], at: int, names: frozenset[str] = frozenset()
) -> Header | None:
    """The head of a turn that this line may be; None where it is only talk.

    Args:
        lines: all lines of the file.
        at: which of them is meant.
        names: those that `inline_names` found in the file.
    """
    line = lines[at]
    for read in (_arrow, _named_over_time):
        header = read(lines, at)
        if header:
            return header
    text = line.text.strip()
    header = _inline(text, names) or _tabbed(text)
    if header:
        return header
    # Only so much is looked at: no pattern may take its time over a hostile line.
    head, tail = text[:_HEAD], text[_HEAD:]
    return (
        _formed(_TOLD_BY_ITSELF, head, tail)
        or _lead(line)
        or _formed(_TOLD_BY_COMPANY, head, tail)
        or _alone(line)
        or unnamed_header(text)
    )


def _formed(forms: Sequence[Form], head: str, tail: str) -> Header | None:
    for form in forms:
        match = form.pattern.match(head)
        header = _candidate(form, match) if match else None
        if header and not tail:
            return header
        if header and header.rest:
            return replace(header, rest=header.rest + tail)
    return None


def _inline(text: str, names: frozenset[str]) -> Header | None:
    """A time, a name that the file repeats, and the talk, with spaces between."""
    found = named_inline(text, names)
    if found is None:
        return None
    time, name, talk = found
    start, end = parse_span(time)
    if start is None:
        return None
    return Header(
        "timed", "trint", clean_label(name), Strength.STRONG, start, end, talk
    )


def _tabbed(text: str) -> Header | None:
    """Time, name and talk in columns between tabs, in any of their orders."""
    parts = [part for part in text.split("\t") if part.strip()]
    if len(parts) < 3:
        return None
    times = [parse_span(part) for part in parts[:2]]
    if times[0][0] is not None:
        is_named_first = label_strength(clean_label(parts[1])) is not Strength.NEVER
        layout, name = (
            ("zoom", parts.pop(1)) if is_named_first else ("nvivo", parts.pop())
        )
        span, talk = times[0], parts[1:]
    elif times[1][0] is not None:
        layout, name, span, talk = "labelled", parts[0], times[1], parts[2:]
    else:
        return None
    label = clean_label(name)
    strength = label_strength(label)
    if strength is Strength.NEVER and is_plain_name(label):
        strength = Strength.WEAK
    if strength is Strength.NEVER:
        return None
    return Header("timed", layout, label, strength, *span, "\t".join(talk))


def _candidate(form: Form, match: re.Match[str]) -> Header | None:
    found = match.groupdict()
    label = clean_label(found["label"])
    strength = label_strength(label)
    if strength is Strength.NEVER and form.kind == "timed" and is_plain_name(label):
        strength = Strength.WEAK
    rest = _without_marks(found["label"], found.get("rest") or "")
    if strength is Strength.NEVER or _is_no_label(form, found["label"], rest):
        return None
    start, end = parse_span(found.get("time") or "")
    if form.kind == "timed" and start is None:
        return None
    details = found.get("details") or ""
    return Header(form.kind, form.layout, label, strength, start, end, rest, details)


def _without_marks(label: str, rest: str) -> str:
    """The talk after '**Client:** ', where bold closes behind the colon."""
    opened = re.match(r"\s*([*_]{1,3})", label)
    if opened and rest.lstrip().startswith(opened[1]) and opened[1] not in label[3:]:
        return rest.lstrip()[len(opened[1]) :]
    return rest


def _is_no_label(form: Form, label: str, rest: str) -> bool:
    """An address, the hour of a time, a label in brackets: not a speaker."""
    if form.layout == "trint" and " " in label:
        # 'Honestly we' is talk; only a capital tells, in the scripts that have them.
        return not (is_code(label) or all(word[0].isupper() for word in label.split()))
    if form.kind != "colon":
        return False
    splits_time = label[-1:].isdigit() and rest[:1].isdigit()
    is_marked = label.lstrip().startswith(("(", "["))
    return rest.startswith("//") or splits_time or is_marked


def _arrow(lines: Sequence[Line], at: int) -> Header | None:
    """A caption's times, and under them the name."""
    match = _ARROW.match(lines[at].text)
    if match is None or at + 1 >= len(lines):
        return None
    label = clean_label(lines[at + 1].text)
    start, end = parse_span(match["time"])
    strength = label_strength(label)
    if strength is Strength.NEVER and is_plain_name(label):
        strength = Strength.WEAK
    if strength is Strength.NEVER or start is None:
        return None
    return Header("timed", "teams", label, strength, start, end, "", height=2)


def _named_over_time(lines: Sequence[Line], at: int) -> Header | None:
    """A name, and under it a line with nothing but a time."""
    written = lines[at].text.rstrip()
    is_name = len(written) <= 2 * MAX_LABEL and not written.endswith((".", "?", "!"))
    if at + 1 >= len(lines) or not is_name or "-->" in lines[at + 1].text:
        return None
    match = _ONLY_TIME.match(lines[at + 1].text)
    if match is None:
        return None
    label = clean_label(lines[at].text)
    strength = label_strength(label)
    start, end = parse_span(match["time"])
    if strength is Strength.NEVER or start is None:
        return None
    return Header("timed", "trint", label, strength, start, end, "", height=2)


def _lead(line: Line) -> Header | None:
    """A bold or italic name, and talk after it."""
    if not 0 < line.lead <= 2 * MAX_LABEL:
        return None
    label = clean_label(line.text[: line.lead])
    strength = label_strength(label)
    if strength is Strength.NEVER:
        return None
    rest = line.text[line.lead :].lstrip(" \t\u00a0-\u2013\u2014")
    return Header("lead", "labelled", label, strength, None, None, rest)


def _alone(line: Line) -> Header | None:
    """A name on a line of its own, perhaps as a heading."""
    if not line.opens_paragraph and not line.is_heading:
        return None
    if len(line.text) > 2 * MAX_LABEL:
        return None
    label = clean_label(line.text)
    strength = label_strength(label)
    if strength is Strength.NEVER or line.text.rstrip().endswith((".", ",")):
        return None
    return Header("alone", "labelled", label, strength, None, None, "")


def unnamed_header(text: str) -> Header | None:
    """A time without a name."""
    match = _ONLY_TIME.match(text) or _TIME_FIRST.match(text)
    if match is None:
        return None
    found = match.groupdict()
    start, end = parse_span(found.get("time") or found.get("bare") or "")
    if start is None:
        return None
    rest = found.get("rest") or ""
    layout = "nvivo" if rest else "otter"
    return Header("unnamed", layout, None, Strength.NEVER, start, end, rest)
