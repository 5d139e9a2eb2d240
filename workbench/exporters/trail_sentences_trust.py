"""What decisions of debriefing, member checking and reflecting read like in prose.

Nothing here quotes a participant or a private note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import debriefing, member_checking
from workbench.in_words import counted, in_words
from workbench.model import READINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.exporters.trail_names import Names

_ANSWERED: Final = {
    "accept": "accepted {}",
    "in-part": "accepted {} in part",
    "keep": "kept things as they are, against {}",
    "park": "parked {}",
}
_REMARKS: Final = {
    "correction": "took in a correction by {}",
    "addition": "took in an addition by {}, as later material",
    "removal": "removed what {} asked to have removed",
    "theme-comment": "recorded what {} says of the theme",
    "set-aside": "read a remark of {} and left things as they are",
}


def _opened(n: Names, d: debriefing.DebriefOpened) -> str:
    how = "in a meeting" if d.meeting else f"by packet, {in_words(d.blind)}"
    asked = " ".join(n.words(q.text) for q in d.questions)
    return f"asked {n.person(d.debriefer)} for a debriefing, {how}: {asked}"


def _raised(n: Names, d: debriefing.ChallengeRaised) -> str:
    about, kind = n.about(d.about_kind, d.about), in_words(d.challenge_kind)
    said = n.words(d.text)
    if d.challenge_kind in READINGS:
        lead = "" if n.by == d.raised_by else f"wrote down of {n.person(d.raised_by)}: "
        return f"{lead}read {about} ({kind}){f': {said}' if said else '.'}"
    text = f"({kind}): {said}"
    if n.by == d.raised_by:
        return f"challenged {about} {text}"
    return f"wrote down {n.person(d.raised_by)}\u2019s challenge to {about} {text}"


def _answered(n: Names, d: debriefing.ChallengeAnswered) -> str:
    text = f": {n.words(d.text)}" if d.text else "."
    return f"{_ANSWERED.get(d.new, 'answered {}').format(n.of(d.challenge))}{text}"


def _judged(n: Names, d: debriefing.OutcomeJudged) -> str:
    text = f": {n.words(d.text)}" if d.text else "."
    person = n.person(d.judged_by)
    lead = "" if n.by == d.judged_by else f"recorded that {person} "
    # an outcome is judged by who raised the challenge
    theirs = n.of(d.challenge).replace(f"{person}\u2019s", "the", 1)
    if d.judged == "agreed":
        return f"{lead}agrees with what came of {theirs}{text}"
    return f"{lead}still disagrees about {theirs}; dissent is kept{text}"


def _closed(n: Names, d: debriefing.DebriefClosed) -> str:
    shifted = f" What shifted: {n.words(d.shifted)}" if d.shifted else ""
    return f"closed {n.of(d.session)}.{shifted}"


def _remark(n: Names, d: member_checking.MemberRemarkTaken) -> str:
    told = _REMARKS.get(d.remark_kind, "took in a remark of {}").format(d.participant)
    about = f" {n.of(d.theme)}" if d.theme else ""
    fits = f": {in_words(d.fits)}" if d.fits else ""
    return f"{told}{about}{fits}."


TRUST_SENTENCES: Final[dict[type, Callable[[Names, Any], str]]] = {
    debriefing.DebriefOpened: _opened,
    debriefing.DebriefReturned: lambda n, d: (
        f"handed back a packet; {n.person(d.taken_in_by)} took it in."
    ),
    debriefing.ChallengeRaised: _raised,
    debriefing.ChallengeAnswered: _answered,
    debriefing.OutcomeJudged: _judged,
    debriefing.DebriefClosed: _closed,
    debriefing.DifferenceTalkedOver: lambda n, d: (
        f"talked over a place that {n.person(d.one)} and {n.person(d.other)} read "
        f"differently ({in_words(d.outcome)})."
        + (f" {n.words(d.learned)}" if d.learned else "")
    ),
    debriefing.AgreementAsked: lambda n, d: (
        f"looked at figures of agreement between {n.person(d.one)} and "
        f"{n.person(d.other)} over {counted(d.units, d.unit)}."
    ),
    member_checking.MemberRemarkTaken: _remark,
}

#: Routine kinds: what one and several of them are called.
TRUST_NOUNS: Final = {
    "DebrieferDescribed": ("account of a debriefer", "accounts of debriefers"),
    "DebriefPacketMade": ("packet for a debriefer", "packets for debriefers"),
    "DebriefQuestionAnswered": ("answer of a debriefer", "answers of debriefers"),
    "VerdictGiven": ("code assignment judged", "code assignments judged"),
    "BlindCodingGiven": ("stretch coded blind", "stretches coded blind"),
    "StretchesRead": ("blind reading", "blind readings"),
    "ChangeLinked": (
        "change linked to what it came of",
        "changes linked to what they came of",
    ),
    "SafetyFlagSet": ("safety flag", "safety flags"),
    "SynthesisWorded": ("text for participants", "texts for participants"),
    "MemberPacketMade": ("packet for a participant", "packets for participants"),
    "MemberPacketMoved": (
        "change in the state of a packet",
        "changes in the state of packets",
    ),
    "MemberReplied": ("reply of a participant", "replies of participants"),
    "MemoSeenThrough": (
        "journal entry given its lenses",
        "journal entries given their lenses",
    ),
    "MemoLinked": ("note linked", "notes linked"),
    "MemoUnlinked": ("link of a note lifted", "links of notes lifted"),
    "LookedBack": ("note looked back at", "notes looked back at"),
    "FieldNoteWritten": ("field note", "field notes"),
    "FieldNoteOpened": (
        "field note opened for coding",
        "field notes opened for coding",
    ),
}
