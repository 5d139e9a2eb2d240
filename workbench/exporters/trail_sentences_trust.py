"""What decisions of debriefing, member checking and reflecting read like in prose.

Nothing here quotes a participant or a private note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import debriefing, member_checking

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.exporters.trail_sentences import Names

_ANSWERED: Final = {
    "accept": "accepted a challenge",
    "in-part": "accepted a challenge in part",
    "keep": "kept things as they are, against a challenge",
    "park": "parked a challenge",
}
_REMARKS: Final = {
    "correction": "took in a correction by {}",
    "addition": "took in an addition by {}, as later material",
    "removal": "removed what {} asked to have removed",
    "theme-comment": "recorded what {} says of a theme",
    "set-aside": "read a remark of {} and left things as they are",
}


def _opened(n: Names, d: debriefing.DebriefOpened) -> str:
    seen = "" if d.blind == "open" else f", blind ({d.blind})"
    how = "in a meeting" if d.meeting else f"by packet{seen}"
    asked = " ".join(n.words(q.text) for q in d.questions)
    return f"asked {n.person(d.debriefer)} for a debriefing, {how}: {asked}"


def _raised(n: Names, d: debriefing.ChallengeRaised) -> str:
    about = {"map": "the map", "missing": "what is missing"}.get(d.about_kind)
    named = n.of(d.about) if d.about_kind in ("theme", "code") else f"a {d.about_kind}"
    kind = d.challenge_kind.replace("-", " ")
    whose = f"{n.person(d.raised_by)}\u2019s challenge on {about or named} is on record"
    return f"said: {whose} ({kind}): {n.words(d.text)}"


def _answered(n: Names, d: debriefing.ChallengeAnswered) -> str:
    text = f": {n.words(d.text)}" if d.text else "."
    return f"{_ANSWERED.get(d.new, 'answered a challenge')}{text}"


def _judged(n: Names, d: debriefing.OutcomeJudged) -> str:
    says = "agrees" if d.judged == "agreed" else "still disagrees; the dissent is kept"
    text = f": {n.words(d.text)}" if d.text else "."
    return f"recorded that {n.person(d.judged_by)} {says}{text}"


def _closed(n: Names, d: debriefing.DebriefClosed) -> str:
    shifted = f" What shifted: {n.words(d.shifted)}" if d.shifted else ""
    return f"closed a debriefing.{shifted}"


def _remark(_: Names, d: member_checking.MemberRemarkTaken) -> str:
    told = _REMARKS.get(d.remark_kind, "took in a remark of {}").format(d.participant)
    fits = f": {d.fits.replace('-', ' ')}" if d.fits else ""
    return f"{told}{fits}."


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
        f"differently ({d.outcome.replace('-', ' ')})."
        + (f" {n.words(d.learned)}" if d.learned else "")
    ),
    debriefing.AgreementAsked: lambda n, d: (
        f"looked at figures of agreement between {n.person(d.one)} and "
        f"{n.person(d.other)} over {d.units} {d.unit}s."
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
    "ChangeLinked": ("change linked", "changes linked"),
    "SafetyFlagSet": ("safety flag", "safety flags"),
    "SynthesisWorded": ("text for participants", "texts for participants"),
    "MemberPacketMade": ("packet for a participant", "packets for participants"),
    "MemberPacketMoved": ("packet moved on", "packets moved on"),
    "MemberReplied": ("reply of a participant", "replies of participants"),
    "MemoSeenThrough": ("entry given its lenses", "entries given their lenses"),
    "MemoLinked": ("note linked", "notes linked"),
    "MemoUnlinked": ("link of a note lifted", "links of notes lifted"),
    "LookedBack": ("look back at an entry", "looks back at entries"),
    "FieldNoteWritten": ("field note", "field notes"),
    "FieldNoteOpened": (
        "field note opened for coding",
        "field notes opened for coding",
    ),
}
