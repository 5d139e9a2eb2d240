"""What the story can tell: setting up, material, coding, themes, theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench import study
from workbench.alliance import Argument, link
from workbench.alliance.scores import take_scores
from workbench.coding import codes, frameworks, memos, segments
from workbench.coding.codebook import read_codebook
from workbench.coding.coding_table import code_from_table
from workbench.decisions.coding import CodeSplit, Pile
from workbench.decisions.decision import Words
from workbench.errors import WorkbenchError
from workbench.familiarise import transcripts
from workbench.importers import inspect_file
from workbench.importers.manifest import read_manifest
from workbench.material import import_files
from workbench.model import Researcher
from workbench.people.participants import from_table, link_people
from workbench.themes import themes

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.sample.stage import Act, Stage


def _researcher(stage: Stage, act: Act) -> None:
    lead = stage.project.rows(Researcher, role="lead")[0].id
    study.add_researcher(stage.project, lead, act["name"], act["role"])


def _question(stage: Stage, act: Act) -> None:
    study.ask_question(stage.project, stage.who(act), act["text"])


def _set(stage: Stage, act: Act) -> None:
    study.change_setting(
        stage.project, stage.who(act), act["key"], act["value"], act.get("reason")
    )


def _participants(stage: Stage, act: Act) -> None:
    from_table(stage.project, stage.who(act), stage.folder / act["file"])


def _scores(stage: Stage, act: Act) -> None:
    take_scores(stage.project, stage.who(act), stage.folder / act["file"])


def _link_people(stage: Stage, act: Act) -> None:
    link_people(
        stage.project, stage.who(act), act["one"], act["other"], act["relation"]
    )


def _import(stage: Stage, act: Act) -> None:
    known = read_manifest(stage.folder / "manifest.csv")
    done = import_files(
        stage.project, stage.who(act), [known[name] for name in act["files"]]
    )
    if done.refused:
        msg = f"{done.refused[0].file}: {done.refused[0].reason}"
        raise WorkbenchError(msg)
    if done.versions:
        msg = f"{done.versions[0].file}: looks like a copy"
        raise WorkbenchError(msg)


def _correct(stage: Stage, act: Act) -> None:
    file = stage.folder / act["file"]
    transcripts.correct(
        stage.project,
        stage.who(act),
        act["transcript"],
        inspect_file(file),
        file.read_bytes(),
        act["reason"],
    )


def _pass(stage: Stage, act: Act) -> None:
    for transcript in act["transcripts"]:
        transcripts.record_pass(stage.project, stage.who(act), transcript)


def _note(stage: Stage, act: Act) -> None:
    about = act.get("about")
    if "code" in act:
        about = stage.code(act["code"])
    elif "theme" in act:
        about = stage.theme(act["theme"])
    memos.write(
        stage.project,
        stage.who(act),
        kind=act["kind"],
        text=act["text"],
        about=about,
        visibility=act.get("visibility"),
    )


def _codebook(stage: Stage, act: Act) -> None:
    book = read_codebook(act["name"])
    frameworks.load_codebook(
        stage.project, stage.who(act), book, for_mapping=act["for_mapping"]
    )


def _create_code(stage: Stage, act: Act) -> None:
    codes.create(
        stage.project,
        stage.who(act),
        act["name"],
        definition=act.get("definition"),
        include=act.get("include"),
        exclude=act.get("exclude"),
        origin=act.get("origin", "manual"),
    )


def _code(stage: Stage, act: Act) -> None:
    code_from_table(
        stage.project, stage.who(act), stage.folder / act["file"], origin="manual"
    )


def _rename_code(stage: Stage, act: Act) -> None:
    codes.rename(
        stage.project,
        stage.who(act),
        stage.code(act["code"]),
        act["name"],
        act.get("reason"),
    )


def _redefine_code(stage: Stage, act: Act) -> None:
    parts = {
        name: act[name] for name in ("definition", "include", "exclude") if name in act
    }
    codes.redefine(
        stage.project,
        stage.who(act),
        stage.code(act["code"]),
        **parts,
        reason=act.get("reason"),
    )


def _merge_codes(stage: Stage, act: Act) -> None:
    codes.merge(
        stage.project,
        stage.who(act),
        stage.code(act["code"]),
        stage.code(act["into"]),
        act.get("reason"),
    )


def _recode(stage: Stage, act: Act) -> None:
    segments.recode(
        stage.project,
        stage.who(act),
        stage.segment(act["segment"]),
        stage.code(act["code"]),
        act.get("reason"),
    )


def _retire_code(stage: Stage, act: Act) -> None:
    codes.retire(
        stage.project, stage.who(act), stage.code(act["code"]), act.get("reason")
    )


def _split_code(stage: Stage, act: Act) -> None:
    """Segments of a code go into piles, each a code of its own; the rest stays."""
    project = stage.project
    project.record(
        CodeSplit(
            source=stage.code(act["code"]),
            parent=None,
            piles=tuple(
                Pile(
                    code=project.new_id("c"),
                    name=Words(pile["name"]),
                    definition=Words(pile["definition"]),
                    segments=tuple(stage.segment(each) for each in pile["segments"]),
                )
                for pile in act["piles"]
            ),
            reason=Words(act["reason"]),
        ),
        by=stage.who(act),
    )


def _start_theme(stage: Stage, act: Act) -> None:
    themes.start(
        stage.project,
        stage.who(act),
        act["name"],
        central_concept=act.get("concept"),
        codes=tuple(stage.code(name) for name in act.get("codes", ())),
        parent=stage.theme(act["parent"]) if "parent" in act else None,
        idea=act.get("idea"),
    )


def _rename_theme(stage: Stage, act: Act) -> None:
    themes.rename(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        act["name"],
        act.get("reason"),
    )


def _conceive(stage: Stage, act: Act) -> None:
    parts = {
        there: act[here]
        for here, there in (("concept", "central_concept"), ("is_not", "is_not"))
        if here in act
    }
    themes.conceive(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        **parts,
        reason=act.get("reason"),
    )


def _put_codes(stage: Stage, act: Act) -> None:
    themes.put_codes(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        tuple(stage.code(name) for name in act["codes"]),
        act.get("reason"),
    )


def _theme_state(stage: Stage, act: Act) -> None:
    themes.change_state(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        act["state"],
        act.get("reason"),
    )


def _merge_themes(stage: Stage, act: Act) -> None:
    themes.merge(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        stage.theme(act["into"]),
        act.get("reason"),
    )


def _choose_extract(stage: Stage, act: Act) -> None:
    themes.choose_extract(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        stage.segment(act["segment"]),
    )


def _map(stage: Stage, act: Act) -> None:
    link(
        stage.project,
        stage.who(act),
        Argument(
            theme=stage.theme(act["theme"]),
            framework=act["framework"],
            dimension=act["dimension"],
            relation=act["relation"],
            target=act["target"],
            voice=act.get("voice"),
            polarity=act.get("polarity"),
            group=act.get("group"),
            rationale=act["rationale"],
            evidence=tuple(stage.segment(s) for s in act.get("evidence", ())),
            counter_evidence=tuple(stage.segment(s) for s in act.get("against", ())),
        ),
    )


VERBS: Final[dict[str, Callable[[Stage, Act], None]]] = {
    "researcher": _researcher,
    "question": _question,
    "set": _set,
    "participants": _participants,
    "scores": _scores,
    "link people": _link_people,
    "import": _import,
    "correct": _correct,
    "pass": _pass,
    "note": _note,
    "codebook": _codebook,
    "create code": _create_code,
    "code": _code,
    "rename code": _rename_code,
    "redefine code": _redefine_code,
    "merge codes": _merge_codes,
    "recode": _recode,
    "retire code": _retire_code,
    "split code": _split_code,
    "start theme": _start_theme,
    "rename theme": _rename_theme,
    "conceive": _conceive,
    "put codes": _put_codes,
    "theme state": _theme_state,
    "merge themes": _merge_themes,
    "choose extract": _choose_extract,
    "map": _map,
}
