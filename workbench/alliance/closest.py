"""Which dimension a theme comes closest to: shown as a question, never filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench import study
from workbench.alliance.frames import as_codebook, dimensions
from workbench.coding.examples import stack
from workbench.coding.passages import (
    encoder_of,
    passages_of,
    vectors_of,
)
from workbench.coding.readable import Readable
from workbench.themes.closest import closest_dimensions, frame_of
from workbench.themes.voices import Voices, codes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.coding.embedding import Encoder
    from workbench.model import Framework, Theme
    from workbench.store.project import Project

#: The switch of machine assistance that such a question falls under.
SWITCH: Final = "similar-passages"


def closest(
    project: Project,
    theme: Theme,
    framework: Framework,
    themes: Sequence[Theme],
    encoder: Encoder | None = None,
) -> list[tuple[str, int]]:
    """How many of a theme's extracts come closest to each dimension, most first.

    Extracts close to none of them are counted under the dimension ''. Only what the
    machine may read is read; nothing is recorded, and nothing is pre-filled.

    Raises:
        SuggestionsLockedError: the machine is locked out, or this switch is off.
        ModelError: there is no model.
    """
    study.require_assistance(project, SWITCH)
    known = dimensions(project, framework)
    book = as_codebook(project, framework)
    if not book.entries:
        return []
    model = encoder or encoder_of(project)
    voices = Voices(project)
    segments = [voice.segment for voice in voices.all]
    passages = passages_of(project, Readable(project), segments)
    own = {v.segment.id for v in voices.of_codes(codes_of(theme.id, themes))}
    rows = [each.id for each in segments if each.id in passages]
    if not own & set(rows):
        return []
    vectors = vectors_of(project, model, [passages[row] for row in rows])
    frame = frame_of(book, model.encode)
    background = stack(vectors, [passages[row] for row in rows], model)
    mine = background[[at for at, row in enumerate(rows) if row in own]]
    found = closest_dimensions(frame, mine, background)
    counted = dict.fromkeys((*known, ""), 0)
    for dimension in found:
        counted[dimension or ""] += 1
    return sorted(
        ((name, count) for name, count in counted.items() if count),
        key=lambda each: -each[1],
    )
