"""Names and what else tells who somebody is: searched, shown in place, decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.model import Pseudonymising
from workbench.people import identity_key
from workbench.people.pseudonym_finder import NOT_SEARCHABLE, SEARCHED
from workbench.people.pseudonym_texts import texts_of
from workbench.people.pseudonymise import Replacement, replace_decided, search
from workbench.ui import session, widgets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.people.identity_key import IdentityKey
    from workbench.people.pseudonym_finder import Hit, Offer
    from workbench.ui.seen import Seen

_WORK: Final = "pseudonym_work"
_AROUND: Final = 60


@dataclass(slots=True)
class _Work:
    """One search and what was decided of it; lives in this window only."""

    path: Path
    passphrase: str = field(repr=False)
    head: int
    offers: list[Offer] = field(repr=False)
    texts: dict[tuple[str, str, int], str] = field(repr=False)
    decided: list[Replacement] = field(default_factory=list, repr=False)
    #: Kind, string and what stands for it, for the key.
    named: list[tuple[str, str, str]] = field(default_factory=list, repr=False)
    kept: list[str] = field(default_factory=list, repr=False)

    def left(self) -> list[Offer]:
        """Offers of which no place is decided yet."""
        done = {id(each.hit) for each in self.decided}
        kept = set(self.kept)
        return [
            offer
            for offer in self.offers
            if offer.found not in kept and any(id(h) not in done for h in offer.hits)
        ]


def pseudonymising(seen: Seen) -> None:
    """The key is opened, every offer decided in its place, then replaced at once."""
    work: _Work | None = st.session_state.get(_WORK)
    if work is None:
        _open(seen)
    elif work.head != seen.project.head().seq:
        st.info("The study has changed since the search. Search again.")
        if st.button("Close this search", key="pseudonym_stale"):
            _close()
    else:
        _decide(seen, work)
    with st.expander("What is looked for, and what no search can find"):
        st.text("Looked for:\n- " + "\n- ".join(SEARCHED))
        st.text("Cannot be found by looking:\n- " + "\n- ".join(NOT_SEARCHABLE))
    runs = seen.read(Pseudonymising)
    if runs:
        widgets.table(
            [
                {
                    "Day": run.at[:10],
                    "Places offered": run.offered,
                    "Replaced": run.replaced,
                    "Looked at and left": run.kept,
                }
                for run in runs
            ],
            key="pseudonym_runs",
        )


def _open(seen: Seen) -> None:
    st.caption(
        "A search offers names, places, numbers and words that stand out; you decide "
        "each. What is decided is kept in the identity key, an encrypted file that "
        "must not lie in the study's folder. Nobody can open it without its passphrase."
    )
    with st.form("pseudonym_key"):
        where = st.text_input("Identity key (a file elsewhere)", key="pseudonym_path")
        secret = st.text_input("Its passphrase", type="password", key="pseudonym_pass")
        is_new = st.checkbox("Begin a new key there", key="pseudonym_new")
        if st.form_submit_button("Search the transcripts"):
            with widgets.attempt():
                path = Path(where.strip()).expanduser()
                if is_new:
                    key = identity_key.create(path, secret, project=seen.project)
                else:
                    identity_key.refuse_inside(path, seen.project)
                    key = identity_key.open_key(path, secret)
                st.session_state[_WORK] = _searched(seen, path, secret, key)
            st.rerun()


def _searched(seen: Seen, path: Path, secret: str, key: IdentityKey) -> _Work:
    texts = {text.place: text.text for text in texts_of(seen.project)}
    found = search(seen.project, key)
    # what was decided before comes first, then what stands most often
    found.sort(key=lambda each: (each.entry is None, -len(each.hits)))
    return _Work(path, secret, seen.project.head().seq, found, texts)


def _close() -> None:
    st.session_state.pop(_WORK, None)
    st.rerun()


def _decide(seen: Seen, work: _Work) -> None:
    left = work.left()
    st.text(
        f"{len(left)} strings to decide, {len(work.decided)} places to be replaced, "
        f"{len(work.kept)} strings left as they are."
    )
    if left:
        chosen = st.dataframe(
            [
                {
                    "Found": offer.found,
                    "What it may be": offer.kind,
                    "Places": len(offer.hits),
                    "Perhaps a word": _doubt(offer),
                    "In": ", ".join(sorted({h.transcript for h in offer.hits})),
                }
                for offer in left
            ],
            hide_index=True,
            width="stretch",
            height=215,
            on_select="rerun",
            selection_mode="single-row",
            key=f"pseudonym_offers_{len(work.decided)}_{len(work.kept)}",
        )
        rows = chosen["selection"]["rows"]
        _decide_one(work, left[rows[0] if rows else 0])
    _finish(seen, work)


def _decide_one(work: _Work, offer: Offer) -> None:
    """Every place of one string in context; all or some of them are replaced."""
    deciding = st.container()
    shown = st.data_editor(
        [_row(work, hit) for hit in offer.hits],
        hide_index=True,
        width="stretch",
        height=min(35 * (len(offer.hits) + 1) + 2, 250),
        disabled=["Where", "Before", "Found", "After"],
        key=f"pseudonym_places_{work.offers.index(offer)}_{len(work.decided)}",
    )
    ticks = zip(offer.hits, shown, strict=True)
    with deciding:
        _ask(work, offer, [h for h, row in ticks if row["Replace"]])


def _ask(work: _Work, offer: Offer, ticked: Sequence[Hit]) -> None:
    st.text(f"{offer.found}: {len(offer.hits)} places")
    instead = st.text_input(
        "What stands there from now on",
        value=offer.suggestion,
        key=f"pseudonym_instead_{work.offers.index(offer)}",
    )
    every, some, none = st.columns(3)
    if every.button("Replace all its places", key="pseudonym_all", type="primary"):
        _settle(work, offer, offer.hits, instead.strip())
    if some.button("Replace the ticked places", key="pseudonym_ticked"):
        _settle(work, offer, ticked, instead.strip())
    if none.button("Leave it: it tells nobody", key="pseudonym_no"):
        work.kept.append(offer.found)
        st.rerun()


def _doubt(offer: Offer) -> str:
    """Whether a known name may be a word of everyday talk in these places."""
    return "yes" if offer.is_doubtful and offer.entry is not None else ""


def _settle(work: _Work, offer: Offer, hits: Sequence[Hit], instead: str) -> None:
    """These places are decided; the others of the string are left."""
    if not hits or not instead:
        st.warning("Tick a place, and say what is to stand there.")
        return
    work.decided += [Replacement(hit, instead) for hit in hits]
    work.named.append((offer.kind, offer.found, instead))
    if len(hits) < len(offer.hits):
        work.kept.append(offer.found)
    st.rerun()


def _row(work: _Work, hit: Hit) -> dict[str, object]:
    text = work.texts[hit.place]
    return {
        "Replace": not hit.is_doubtful,
        "Where": hit.where,
        "Before": text[max(0, hit.start - _AROUND) : hit.start],
        "Found": hit.found,
        "After": text[hit.end : hit.end + _AROUND],
    }


def _finish(seen: Seen, work: _Work) -> None:
    now, later = st.columns(2)
    count = len(work.decided)
    if later.button("Close this search", key="pseudonym_close"):
        _close()
    if now.button(
        f"Replace {count} places for good", key="pseudonym_apply", disabled=not count
    ):
        with widgets.attempt():
            identity_key.remember(
                *(work.path, work.passphrase, work.named, _never_again(work)),
                project=seen.project,
            )
            done = replace_decided(
                seen.project,
                session.me(),
                work.decided,
                offered=sum(len(offer.hits) for offer in work.offers),
                kept=len(work.kept),
            )
        changed = sum(each.text_changed for each in done.transcripts)
        told = (
            f"{done.replaced} places replaced in {len(done.transcripts)} transcripts; "
            f"{changed} coded segments read otherwise, none is lost; {done.erased} "
            "older entries erased."
        )
        if done.reworded or done.as_spoken:
            told += (
                f" Extracts worded for print: {done.reworded} with the replacements, "
                f"{done.as_spoken} back to what was spoken; word these anew."
            )
        if done.elsewhere:
            places = "; ".join(each.told for each in done.elsewhere)
            told += f" Still in texts of yours, for you to reword: {places}."
        widgets.say(told)
        _close()


def _never_again(work: _Work) -> Sequence[str]:
    """Strings that were left everywhere: not offered at the next search."""
    replaced = {found for _, found, _ in work.named}
    return [found for found in work.kept if found not in replaced]
