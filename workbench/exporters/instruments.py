"""The instruments: the interview guide, codebooks from elsewhere, the tool."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.facts import Facts
from workbench.exporters.table import Column, Content, Sheet, Table, Text
from workbench.exporters.trail_sentences import method
from workbench.in_words import counted, model_in_words, setting
from workbench.model import Framework, GroupingRun, SuggestionRun

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block


def instruments(moment: Moment) -> Content:
    """Guide, codebooks, questionnaires, tool and models, as recorded."""
    facts = Facts.of(moment)
    rows = [
        (setting(key), facts.settings.get(key) or "not recorded")
        for key in ("interview-guide", "recording", "transcription")
    ]
    asked = [e.payload["question"] for e in facts.kinds.get("GuideQuestionAdded", ())]
    guide = sorted(moment.read(model.GuideQuestion), key=lambda q: asked.index(q.id))
    rows.extend(("guide question", question.text) for question in guide)
    for framework in moment.read(Framework):
        use = "for mapping only" if framework.for_mapping else "for coding"
        rows.append(("codebook loaded", f"{framework.title}, {use}"))
    for scale in moment.read(model.Scale):
        part = f", {scale.subscale}" if scale.subscale else ""
        rows.append(("questionnaire", f"{scale.instrument}{part}. {scale.citation}"))
    tools = Counter(event.tool for event in moment.events())
    for tool, count in tools.items():
        rows.append(("workbench", f"version {tool}: {counted(count, 'decision')}"))
    runs = {
        (run.model, run.weights, run.path): "suggestions"
        for run in moment.read(SuggestionRun)
    }
    for (name, weights, path), what in runs.items():
        told = f"{model_in_words(name)}, for {what}; weights {weights[:16]}, {path}"
        rows.append(("model", told))
    for each in moment.read(GroupingRun):
        told = f"{method(each.method)}, with {model_in_words(each.model)}, {each.path}"
        size = counted(len(each.codes), "code")
        rows.append(("grouping", f"{told}; {size}, seed {each.seed}"))
    if not runs and not moment.read(GroupingRun):
        rows.append(("model", "none was asked"))
    blocks: list[Block] = [
        Table(
            "Instruments of the study",
            (Column("What", 3.6), Column("As recorded", 13.4)),
            rows,
        ),
    ]
    if not guide:
        blocks.append(Text("No question of the interview guide is recorded.", "Aside"))
    sheet = Sheet("Instruments", ("what", "as recorded"), rows)
    return Content(f"{moment.study().title}: instruments", blocks, (sheet,))
