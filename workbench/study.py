"""The study's rules: who may do what, and what its orientation leaves on or off.

Roles are checked here and nowhere else, so that a login can come later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.setting_up import (
    OrientationChanged,
    ProjectTakenOver,
    QuestionAsked,
    QuestionSetAside,
    ResearcherAdded,
    RoleChanged,
    SettingChanged,
    Undone,
)
from workbench.errors import (
    DuplicateError,
    NotAllowedError,
    RefusedError,
    SuggestionsLockedError,
    UnknownObjectError,
)
from workbench.model import ORIENTATIONS, Researcher, ResearchQuestion, Setting, Study
from workbench.store import gate, trail, undo

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt
    from workbench.store.trail import Event

READ, CODE, THEME, DEBRIEF, MANAGE, EXPORT, WRITE = (
    "read the study",
    "code",
    "work on themes",
    "debrief",
    "change the set-up",
    "export",
    "write memos",
)
JUDGE, ANSWER, PACK, CHECK = (
    "judge code assignments",
    "answer challenges",
    "make packets for debriefers",
    "check with participants",
)
ACTIONS: Final = (
    *(READ, CODE, THEME, DEBRIEF, JUDGE, ANSWER, PACK, CHECK, MANAGE, EXPORT, WRITE),
)

#: What each role may do. A debriefer reads a packet, a supervisor comments,
#: an auditor reads the trail; none of the three changes codes or themes.
_MAY: Final[dict[str, frozenset[str]]] = {
    "lead": frozenset(ACTIONS),
    "co-analyst": frozenset({READ, CODE, THEME, ANSWER, EXPORT, WRITE}),
    "debriefer": frozenset({DEBRIEF, JUDGE}),
    "supervisor": frozenset({READ, DEBRIEF}),
    "auditor": frozenset({READ, EXPORT}),
}
ROLES: Final = tuple(_MAY)

#: The four recorded switches of machine assistance (RESEARCHER 23).
SWITCHES: Final = ("similar-passages", "contrast", "code-suggestions", "groupings")
LOCK: Final = "assistance-lock"
_ON, _OFF = "on", "off"
PARTICIPANT_NAMES: Final = "participant-names"
NAMINGS: Final = ("ids", "numbered")

#: The settings a researcher can set by name; each other key is refused.
KNOWN_SETTINGS: Final[dict[str, str]] = {
    "paradigm": "ontology and epistemology, in two or three sentences",
    "positionality": "your stake in the matter",
    "expectations": "what you expect to find",
    "sampling": "who was asked to take part, and why they",
    "inductive-deductive": "where the codes come from",
    "semantic-latent": "how far beneath the words the reading goes",
    "information-power": "why this many interviews",
    "ethics": "approval and consent, as they are to be reported",
    "context": "where and when the study took place, and what was going on there",
    "approach": "how people were asked to take part",
    "non-participation": "how many declined or left, and why",
    "interviewer": "who led the interviews",
    "credentials": "the interviewers' degrees and training",
    "occupation": "the interviewers' work at the time",
    "gender": "the interviewers' gender, in their own words",
    "experience": "the interviewers' experience with such talks",
    "relationship": "what interviewers and participants were to each other",
    "interview-setting": "where the interviews were held, or on which platform",
    "others-present": "who else was there",
    "interview-guide": "the guide: its parts, versions, and whether it was tried out",
    "recording": "how the talk was recorded",
    "transcription": "who or what wrote the transcripts, by which rules",
    "funding": "who paid, and what for",
    "conflicts": "interests that a reader should know of",
    PARTICIPANT_NAMES: "ids or numbered: how extracts name whose they are",
    "counts": "on or off: whether tables show numbers of participants",
    "gap-report": "on or off: whether the audit pack tells what is not recorded",
    "first-pass": "on or off: suggestions only after a human pass",
    "embedding-model": "another model's folder or name; else the packaged one is used",
    LOCK: "on or off: no assistance by the machine at all",
    **dict.fromkeys(SWITCHES, "on or off"),
}
_ON_OFF: Final = (*SWITCHES, LOCK, "counts", "first-pass", "gap-report")


def called(key: str) -> str:
    """What a person calls a setting."""
    pairs = ("inductive-deductive", "semantic-latent")
    return key.replace("-", " or " if key in pairs else " ")


def take_over(project: Project, by: str) -> str:
    """This machine writes to the project from now on; the name of the one before.

    Raises:
        RefusedError: no other machine holds it.
        NotAllowedError: whoever only reads takes nothing over.
    """
    require(project, by, CODE)
    before = gate.held_by(project)
    if before is None:
        msg = "no other machine holds this study; it can be written to here."
        raise RefusedError(msg)
    study = project.rows(Study)[0]
    project.record(
        ProjectTakenOver(
            project=study.id,
            old=study.machine,
            old_name=study.machine_name,
            new=project.surroundings.machine_id(),
            new_name=Words(project.surroundings.machine_name or ""),
        ),
        by=by,
    )
    return before


def can(who: Researcher, action: str, project: Project) -> bool:
    """Whether this researcher may do this here.

    The role is the one that stands in the study under the name; nobody proves by a
    password who she is. A reflexive study has no verdicts: there is no right coding
    to judge by (METHOD 2.1), whatever the role.
    """
    if action == JUDGE and project.study().orientation == "reflexive":
        return False
    return action in _MAY[who.role]


def require(project: Project, by: str, action: str) -> Researcher:
    """The researcher, who may do this.

    Raises:
        UnknownObjectError: nobody of that id is in the study.
        NotAllowedError: the role does not include the action.
    """
    who = project.one(Researcher, id=by)
    if not can(who, action, project):
        raise NotAllowedError(who.role, action)
    return who


def find_researcher(project: Project, name: str) -> Researcher:
    """The researcher of this name or id.

    Raises:
        UnknownObjectError: nobody is called so.
    """
    everyone = project.read(Researcher)
    for who in everyone:
        if name in (who.id, who.name):
            return who
    known = ", ".join(who.name for who in everyone)
    raise UnknownObjectError("researcher", name, f"Known: {known}.")


def add_researcher(project: Project, by: str, name: str, role: str) -> str:
    """Someone joins the study in a role; her id.

    Raises:
        DuplicateError, UnknownObjectError, NotAllowedError.
    """
    require(project, by, MANAGE)
    if role not in ROLES:
        raise UnknownObjectError("role", role, f"Choose one of {', '.join(ROLES)}.")
    if any(who.name == name for who in project.read(Researcher)):
        raise DuplicateError("researcher", name)
    researcher = project.new_id("r")
    project.record(ResearcherAdded(researcher, Words(name), role), by=by)
    return researcher


def ask_question(project: Project, by: str, text: str) -> str:
    """The study asks a research question; its id."""
    require(project, by, MANAGE)
    question = project.new_id("q")
    project.record(QuestionAsked(question, Words(text)), by=by)
    return question


def questions(project: Project) -> list[ResearchQuestion]:
    """The questions the study asks now, oldest first."""
    asked = project.read(ResearchQuestion, state="asked")
    return sorted(asked, key=lambda question: question.asked_at)


def change_orientation(
    project: Project, by: str, orientation: str, reason: str, note: str | None = None
) -> Receipt:
    """The study is done in another tradition from now on, for a reason.

    Raises:
        RefusedError: no reason was given.
        UnknownObjectError: the orientation is not one of the four.
    """
    require(project, by, MANAGE)
    if orientation not in ORIENTATIONS:
        hint = f"Choose one of {', '.join(ORIENTATIONS)}."
        raise UnknownObjectError("orientation", orientation, hint)
    if not reason.strip():
        msg = "changing the orientation needs a reason; it is printed in the report."
        raise RefusedError(msg)
    now = project.one(Study, id=project.uuid)
    return project.record(
        OrientationChanged(
            project=project.uuid,
            old=now.orientation,
            new=orientation,
            old_note=now.orientation_note,
            new_note=Words(note) if note else None,
            reason=Words(reason),
        ),
        by=by,
    )


def setting(project: Project, key: str) -> str | None:
    """The value of a setting; None where nobody has set it."""
    found = project.read(Setting, key=key)
    return found[0].value if found else None


def change_setting(
    project: Project, by: str, key: str, value: str, reason: str | None
) -> Receipt:
    """A setting has a value, with the reason on record.

    Raises:
        UnknownObjectError: there is no such setting.
        RefusedError: a switch was given something else than on or off, or no reason.
    """
    require(project, by, MANAGE)
    if key not in KNOWN_SETTINGS:
        known = ", ".join(KNOWN_SETTINGS)
        raise UnknownObjectError("setting", key, f"Known: {known}.")
    if key == PARTICIPANT_NAMES and value not in NAMINGS:
        msg = f"{key} is {' or '.join(NAMINGS)}, not '{value}'."
        raise RefusedError(msg)
    if key in _ON_OFF and value not in (_ON, _OFF):
        msg = f"{key} is on or off, not '{value}'."
        raise RefusedError(msg)
    if key in _ON_OFF and not (reason or "").strip():
        msg = f"switching {key} needs a reason; it is printed in the disclosure."
        raise RefusedError(msg)
    standing = project.rows(Setting, key=key)
    return project.record(
        SettingChanged(
            key=key,
            old=standing[0].value if standing else None,
            new=Words(value),
            reason=Words(reason) if reason else None,
        ),
        by=by,
    )


def setting_changes(project: Project) -> list[Event]:
    """Every choice of the set-up in force, in the order in which they were made."""
    kinds = [SettingChanged.__name__, Undone.__name__]
    with project.database.reading() as conn:
        return undo.standing(trail.events_of_kinds(conn, kinds))


def is_on(project: Project, switch: str) -> bool:
    """Whether a switch is on: as set, else as the orientation has it (METHOD 2.1)."""
    chosen = setting(project, switch)
    if chosen is not None:
        return chosen == _ON
    if switch == LOCK:
        return False
    if switch == "first-pass":
        return True
    return project.study().orientation != "reflexive"


def require_assistance(project: Project, switch: str) -> None:
    """The machine may be asked.

    Raises:
        SuggestionsLockedError: the lock is on, or this switch is off; with what to do.
    """
    if is_on(project, LOCK):
        msg = (
            "the machine is locked out of this study. To unlock it: "
            f"workbench set PROJECT {LOCK} off --reason TEXT"
        )
        raise SuggestionsLockedError(msg)
    if not is_on(project, switch):
        orientation = project.study().orientation
        msg = (
            f"{switch} are off in this {orientation} study, so that the first reading "
            "is a person's. To switch them on, on record: "
            f"workbench set PROJECT {switch} on --reason TEXT"
        )
        raise SuggestionsLockedError(msg)


def set_question_aside(
    project: Project, by: str, question: str, reason: str | None = None
) -> Receipt:
    """The study no longer asks a research question; it stays on record.

    Raises:
        UnknownObjectError: it asks none of that id.
    """
    require(project, by, MANAGE)
    asked = project.one(ResearchQuestion, id=question, state="asked")
    why = Words(reason) if reason and reason.strip() else None
    return project.record(QuestionSetAside(asked.id, why), by=by)


def change_role(
    project: Project, by: str, researcher: str, role: str, reason: str | None = None
) -> Receipt:
    """Somebody works in another role from now on.

    Raises:
        UnknownObjectError: nobody is called so, or there is no such role.
        RefusedError: nothing would change, or the study would have no lead.
    """
    require(project, by, MANAGE)
    who = find_researcher(project, researcher)
    if role not in ROLES:
        raise UnknownObjectError("role", role, f"Choose one of {', '.join(ROLES)}.")
    if who.role == role:
        raise RefusedError(f"researcher {who.id} is {role} already.")
    leads = project.rows(Researcher, role="lead")
    if who.role == "lead" and len(leads) == 1:
        msg = "a study needs a lead. Make somebody else lead first."
        raise RefusedError(msg)
    why = Words(reason) if reason and reason.strip() else None
    return project.record(RoleChanged(who.id, who.role, role, why), by=by)
