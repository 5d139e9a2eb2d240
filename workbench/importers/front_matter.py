"""What stands around the talk: titles, dates, who was there, credits, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.importers.labels import Strength
from workbench.importers.speakers import role_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.importers.headers import Header
    from workbench.importers.lines import Line

#: Longer than this, what comes before the first label is talk without a speaker.
MAX_FRONT_WORDS: Final = 80
_MAX_FRONT_LINES: Final = 20

_METADATA: Final = re.compile(
    r"(?i)\s*(?:date|datum|title|titel|location|place|venue|duration|length|project|"
    r"study|site|pseudonym|age|gender|occupation|transcri(?:bed|ber|ption)|recorded|"
    r"recording|audio(?: file)?|file(?: ?name)?|language|consent|version|setting|mode|"
    r"interview(?: (?:id|no\.?|number|date|with|by))?|participant(?: (?:id|no\.?|code|"
    r"name))|present|attendees|start(?:ed)?|end(?:ed)?|time)\b[^:\uff1a]{0,20}[:\uff1a]"
)
_CREDITS: Final = re.compile(
    r"(?i)\s*(?:transcribed (?:by|with) .{1,80}|transcript(?:ion)? (?:by|provided by) "
    r".{1,80}|(?:strictly |private and )?confidential\.?|page \d+(?: (?:of|/) \d+)?|"
    r"\d{1,4} ?(?:/|of) ?\d{1,4}|.{0,80}(?:started|stopped) (?:transcription|recording)"
    r"|\[?end of (?:the )?(?:transcript|interview|recording|audio)\]?\.?|audio file|"
    r"this transcript was (?:generated|exported|created) .{1,120})\s*$"
)


_NOTICE: Final = re.compile(
    r"(?i)\s*(?:this (?:transcript|recording|file) (?:was|is|has)|(?:an? )?(?:invented|"
    r"fictional|fictitious|automatic(?:ally)?|auto-generated|machine|verbatim|edited|"
    r"anonymi[sz]ed|pseudonymi[sz]ed)\b.{0,40}\b(?:interview|transcript|caption|"
    r"subtitle|recording)|(?:transcript|recording|captions?|subtitles?) (?:of|for|by|"
    r"made|created|generated)\b)"
)


def is_notice(text: str) -> bool:
    """It is about the recording, and stands where talk might: credits, a date."""
    is_short = len(text.split()) <= MAX_FRONT_WORDS
    found = is_credit(text) or _METADATA.match(text) or _NOTICE.match(text)
    return is_short and bool(found)


def is_credit(text: str) -> bool:
    """It is a footer, a watermark or a recorder's notice, and nobody said it."""
    return len(text) < 200 and _CREDITS.match(text) is not None


def front_length(lines: Sequence[Line], accepted: Mapping[int, Header]) -> int:
    """How many lines at the top are about the interview rather than of it."""
    window = range(min(len(lines), _MAX_FRONT_LINES))
    told = Counter(header.label for header in accepted.values())
    after = 1 + max((i for i in window if _is_metadata(lines, accepted, i)), default=-1)
    if any(_is_talk(accepted.get(i)) for i in range(after)):
        after = 0
    end = max(after, _block_of_metadata(lines, accepted, after))
    heads = [at for at in sorted(accepted) if at >= end]
    while heads and heads[0] in window and _introduces(accepted[heads[0]], told):
        heads.pop(0)
    first = heads[0] if heads else len(lines)
    return first if accepted else 0


def _block_of_metadata(
    lines: Sequence[Line], accepted: Mapping[int, Header], after: int
) -> int:
    """The end of the first block where it goes on about who and when; else 0."""
    end = next((at for at in range(1, len(lines)) if lines[at].opens_paragraph), 0)
    if not 0 < after <= end <= _MAX_FRONT_LINES:
        return 0
    return 0 if any(_is_talk(accepted.get(at)) for at in range(end)) else end


def _is_metadata(
    lines: Sequence[Line], accepted: Mapping[int, Header], at: int
) -> bool:
    return at not in accepted and _METADATA.match(lines[at].text) is not None


def _is_talk(header: Header | None) -> bool:
    """It opens a turn; 'Interviewer: Ana Rossi' among dates does not."""
    if header is None:
        return False
    names_someone = role_word(header.label or "") and _is_short(header.rest)
    return not names_someone


def _introduces(header: Header, told: Mapping[str | None, int]) -> bool:
    """It says who took part: a role told once, where others take turns."""
    if header.kind != "colon":
        return False
    others = [label for label in told if label != header.label and told[label] > 1]
    is_once = told[header.label] == 1 and header.strength is Strength.STRONG
    is_role = role_word(header.label or "") is not None
    return is_once and is_role and len(others) >= 2 and _is_short(header.rest)


def _is_short(text: str) -> bool:
    return 0 < len(text.split()) <= 12 and not text.rstrip().endswith((".", "?", "!"))
