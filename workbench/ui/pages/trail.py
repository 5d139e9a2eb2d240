"""Trail: every decision, newest first, and whether the trail is whole."""

from workbench.exporters.figures_days import working_days
from workbench.ui import pictures, session, widgets
from workbench.ui.set_up import trail

widgets.head(
    "Trail",
    "An account of what was decided, when, by whom and why.",
    "whether an interpretation is good: the trail shows that it was made.",
)
seen = session.seen()
trail.check(seen)
pictures.show(seen.project, session.me(), "working-days", working_days)
trail.look_through(seen)
