"""Trail: every decision, newest first, and whether the trail is whole."""

from workbench.ui import session, widgets
from workbench.ui.set_up import trail

widgets.head(
    "Trail",
    "An account of what was decided, when, by whom and why.",
    "whether an interpretation is good: the trail shows that it was made.",
)
seen = session.seen()
trail.check(seen)
trail.look_through(seen)
