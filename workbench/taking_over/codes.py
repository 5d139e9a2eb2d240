"""Foreign codes become codes, and sets of codes candidate themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.coding.codes import fold
from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Decision, Words
from workbench.decisions.themes import (
    ThemeConceived,
    ThemeDefined,
    ThemeStarted,
    ThemeStateChanged,
)
from workbench.importers import refi_names
from workbench.model import THEME_STATES, Code, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.importers.foreign import ForeignCode, ForeignSet
    from workbench.store.project import Project
    from workbench.taking_over.report import Report


class Codes:
    """Codes and themes on their way, and which of ours a foreign id means."""

    def __init__(self, project: Project, report: Report, *, is_own: bool) -> None:
        self.decisions: list[Decision] = []
        #: Foreign id of a code, or of a heading that is a theme -> our id.
        self.ids: dict[str, str] = {}
        self._project = project
        self._report = report
        self._is_own = is_own
        self._standing = {code.id: code for code in project.read(Code, state="active")}
        self._taken = {
            (fold(code.name), code.parent): code.id for code in self._standing.values()
        }
        self._themes = {
            fold(theme.name): theme.id
            for theme in project.read(Theme)
            if theme.state != "discarded"
        }

    def take(self, codes: Iterable[ForeignCode], sets: Iterable[ForeignSet]) -> None:
        """Every code, then every set of codes."""
        ordered = _parents_first(codes)
        groups = [each for each in sets if each.codes or self._is_own]
        twins = _twins(ordered, groups)
        for code in ordered:
            if code.id not in twins:
                self._take_code(code, _codable_parent(code, ordered, twins))
        for group in _outer_first(groups, ordered, twins):
            self._take_set(group, ordered, twins)

    def _take_code(self, code: ForeignCode, parent: str | None) -> None:
        above = self.ids.get(parent or "")
        name = code.name or f"code without a name {len(self.ids) + 1}"
        text, parts = code.description, dict[str, str]()
        if self._is_own:
            text, parts = refi_names.parted(text, refi_names.CODE)
        known = self._taken.get((fold(name), above))
        if known in self._standing and known is not None:
            self.ids[code.id] = known
            if text and text != (self._standing[known].definition or ""):
                what = "codes that are here already and are defined otherwise there"
                self._report.found(what, known)
            return
        if known is not None:
            name = self._free_name(name, above)
            what = "codes renamed, because another one bears the name at that place"
            self._report.found(what, name)
        own = self._project.new_id("c")
        self.ids[code.id] = own
        self._taken[fold(name), above] = own
        self._report.count("codes")
        self.decisions.append(
            CodeCreated(
                code=own,
                name=Words(name),
                definition=_words(text),
                include=_words(parts.get("include")),
                exclude=_words(parts.get("exclude")),
                example=_words(parts.get("example")),
                parent=above,
                origin="imported",
            )
        )

    def _free_name(self, name: str, above: str | None) -> str:
        number = 2
        while (fold(f"{name} ({number})"), above) in self._taken:
            number += 1
        return f"{name} ({number})"

    def _take_set(
        self, group: ForeignSet, codes: list[ForeignCode], twins: dict[str, str]
    ) -> None:
        twin = next((code for code, known in twins.items() if known == group.id), None)
        members = tuple(
            dict.fromkeys(self.ids[c] for c in group.codes if c in self.ids)
        )
        name = group.name or f"set without a name {len(self._themes) + 1}"
        if fold(name) in self._themes:
            self._report.found("sets of codes for which there is a theme", name)
            if twin:
                self.ids[twin] = self._themes[fold(name)]
            return
        theme = self._project.new_id("t")
        self._themes[fold(name)] = theme
        above = _twin_above(twin, codes, twins)
        if twin:
            self.ids[twin] = theme
        self._report.count("themes")
        text, parts = group.description, dict[str, str]()
        if self._is_own:
            text, parts = refi_names.parted(text, refi_names.THEME)
        started = ThemeStarted(
            theme=theme,
            name=Words(name),
            codes=members,
            parent=self.ids.get(above) if above else None,
            idea=None if self._is_own else _words(text),
        )
        self.decisions.append(started)
        if self._is_own:
            self._complete(theme, text, parts)

    def _complete(self, theme: str, text: str, parts: dict[str, str]) -> None:
        """What our own files say of a theme beyond its name and codes."""
        is_not, scope = _words(parts.get("is_not")), _words(parts.get("scope"))
        concept = _words(parts.get("central_concept"))
        if concept or is_not:
            conceived = ThemeConceived(theme, None, concept, None, is_not)
            self.decisions.append(conceived)
        if text or scope:
            self.decisions.append(ThemeDefined(theme, None, _words(text), None, scope))
        state = parts.get("state", "candidate")
        if state in THEME_STATES and state != "candidate":
            self.decisions.append(ThemeStateChanged(theme, "candidate", state))


def _words(text: str | None) -> Words | None:
    return Words(text) if text and text.strip() else None


def _parents_first(codes: Iterable[ForeignCode]) -> list[ForeignCode]:
    """The codes, each after what it stands under; a circle is cut where it begins."""
    by_id = {code.id: code for code in codes}
    ordered: dict[str, ForeignCode] = {}
    for code in by_id.values():
        path: list[ForeignCode] = []
        above: ForeignCode | None = code
        while above is not None and above.id not in ordered and above not in path:
            path.append(above)
            above = by_id.get(above.parent or "")
        ordered.update({each.id: each for each in reversed(path)})
    return list(ordered.values())


def _twins(codes: list[ForeignCode], sets: list[ForeignSet]) -> dict[str, str]:
    """Headings that only repeat a set: heading's id -> set's id.

    Programs that do not know sets read the heading, others the set; who writes both
    means one. The heading bears the set's name, and what stands under it is in the set.
    """
    by_name = {fold(group.name): group for group in sets}
    found: dict[str, str] = {}
    for code in reversed(codes):
        group = by_name.get(fold(code.name))
        if code.is_codable or group is None or group.id in found.values():
            continue
        below = {each.id for each in codes if each.parent == code.id} - set(found)
        if below <= set(group.codes):
            found[code.id] = group.id
    return found


def _codable_parent(
    code: ForeignCode, codes: list[ForeignCode], twins: dict[str, str]
) -> str | None:
    by_id = {each.id: each for each in codes}
    above = code.parent
    for _ in codes:
        if above is None or above not in twins:
            break
        above = by_id[above].parent
    return above if above in by_id and above not in twins else None


def _twin_above(
    twin: str | None, codes: list[ForeignCode], twins: dict[str, str]
) -> str | None:
    by_id = {each.id: each for each in codes}
    above = by_id[twin].parent if twin else None
    return above if above in twins else None


def _outer_first(
    groups: list[ForeignSet], codes: list[ForeignCode], twins: dict[str, str]
) -> list[ForeignSet]:
    """The sets, each after the one that its heading stands under."""
    place = {code.id: number for number, code in enumerate(codes)}
    heading = {group: place[code] for code, group in twins.items()}
    return sorted(groups, key=lambda each: heading.get(each.id, len(codes)))
