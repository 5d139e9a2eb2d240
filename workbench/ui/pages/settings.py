"""Settings: how the study was set up, and what the machine may be asked."""

from workbench.study import KNOWN_SETTINGS, LOCK, SWITCHES, is_on, setting
from workbench.ui import backups_kept, session, widgets

widgets.head(
    "Settings",
    "Say where you stand before you begin, and change it on record.",
    "whether your assumptions are the ones you have written down.",
)
project = session.project()
widgets.table(
    [
        {
            "Setting": key,
            "Value": ("on" if is_on(project, key) else "off")
            if key in (*SWITCHES, LOCK)
            else setting(project, key) or "not recorded",
            "Meaning": meaning,
        }
        for key, meaning in KNOWN_SETTINGS.items()
    ],
    key="settings",
)
widgets.empty(
    "A setting is changed by command, with a reason:",
    'workbench set my-study.workbench code-suggestions on --reason "first pass done"',
)
backups_kept.show(project)
