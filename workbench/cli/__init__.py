"""The `workbench` command: every journey without the browser, and for scripts.

Exit status: 0 done, 1 something was refused (one line each on stderr), 2 wrong usage.
With --json exactly one JSON value goes to stdout and everything for people to stderr.
"""

from workbench.cli.app import main

__all__ = ["main"]
