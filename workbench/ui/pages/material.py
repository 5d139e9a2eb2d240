"""Material: files come in, looked at before they are stored; their reports are kept."""

from workbench.model import Transcript
from workbench.ui import material_intake, material_kept, session, widgets

widgets.head(
    "Material",
    "Know what you have: every file, whole or with what was left out.",
    "whether a transcript says what was said; listen to the recording.",
)
project = session.project()
material_intake.ask(project)
if project.rows(Transcript):
    material_kept.show(session.seen())
