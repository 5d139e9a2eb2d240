"""Names and what else tells who somebody is: searched, shown in place, decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.in_words import counted
from workbench.model import Pseudonymising
from workbench.people import identity_key
from workbench.people.pseudonym_deciding import Deciding
from workbench.people.pseudonym_finder import NOT_SEARCHABLE, SEARCHED
from workbench.people.pseudonym_past import forget_reworded
from workbench.people.pseudonym_texts import standing_of, texts_of
from workbench.people.pseudonymise import replace_decided, search
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
    #: What stood in the transcripts when they were searched.
    standing: frozenset[tuple[str, str]] = field(repr=False)
    deciding: Deciding = field(repr=False)
    texts: dict[tuple[str, str, int], str] = field(repr=False)


def pseudonymising(seen: Seen) -> None:
    """The key is opened, every offer decided in its place, then replaced at once."""
    work: _Work | None = st.session_state.get(_WORK)
    if work is None:
        _open(seen)
    elif work.standing != standing_of(seen.project):
        _search_again(seen, work)
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
        look, forget = st.columns(2)
        if look.form_submit_button("Search the transcripts", type="primary"):
            with widgets.attempt():
                path = Path(where.strip()).expanduser()
                if is_new:
                    key = identity_key.create(path, secret, project=seen.project)
                else:
                    identity_key.refuse_inside(path, seen.project)
                    key = identity_key.open_key(path, secret)
                st.session_state[_WORK] = _searched(seen, path, secret, key)
            st.rerun()
        if forget.form_submit_button(
            "Forget what I reworded",
            help="Erases, for good, what texts of your own (a title, a memo, a reason) "
            "said before you reworded them, where it holds a replaced name.",
        ):
            with widgets.attempt():
                key = identity_key.open_key(Path(where.strip()).expanduser(), secret)
                gone = forget_reworded(seen.project, session.me(), key)
            widgets.say(f"{counted(gone, 'earlier wording')} erased.")
            st.rerun()


def _searched(seen: Seen, path: Path, secret: str, key: IdentityKey) -> _Work:
    standing = standing_of(seen.project)
    texts = {text.place: text.text for text in texts_of(seen.project)}
    found = search(seen.project, key)
    # what was decided before comes first, then what stands most often
    found.sort(key=lambda each: (each.entry is None, -len(each.hits)))
    return _Work(path, secret, standing, Deciding(found), texts)


def _search_again(seen: Seen, work: _Work) -> None:
    """The transcripts were changed meanwhile: what was decided goes with the search."""
    st.info(
        "The transcripts have changed since the search. Search again: what you decided "
        "stays decided, but for places in the words that changed."
    )
    again, close = st.columns(2)
    if again.button("Search again", key="pseudonym_again", type="primary"):
        with widgets.attempt():
            key = identity_key.open_key(work.path, work.passphrase)
            new = _searched(seen, work.path, work.passphrase, key)
            new.deciding.carry_over(work.deciding)
            st.session_state[_WORK] = new
        st.rerun()
    if close.button("Close this search", key="pseudonym_stale"):
        _close()


def _close() -> None:
    st.session_state.pop(_WORK, None)
    st.rerun()


def _decide(seen: Seen, work: _Work) -> None:
    deciding = work.deciding
    left = deciding.open_offers()
    st.text(
        f"{counted(len(left), 'string')} to decide, "
        f"{counted(len(deciding.decided), 'place')} to be replaced, "
        f"{counted(len(deciding.left), 'place')} left as found."
    )
    if left:
        chosen = st.dataframe(
            [
                {
                    "Found": offer.found,
                    "What it may be": offer.kind,
                    "Places": len(deciding.open_hits(offer)),
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
            key=f"pseudonym_offers_{len(deciding.decided)}_{len(deciding.left)}",
        )
        rows = chosen["selection"]["rows"]
        _decide_one(seen, work, left[rows[0] if rows else 0])
    _finish(seen, work)


def _decide_one(seen: Seen, work: _Work, offer: Offer) -> None:
    """Every place of one string in context; all or some of them are replaced."""
    hits = work.deciding.open_hits(offer)
    asking = st.container()
    number = work.deciding.offers.index(offer)
    shown = st.data_editor(
        [_row(work, hit) for hit in hits],
        hide_index=True,
        width="stretch",
        height=min(35 * (len(hits) + 1) + 2, 250),
        disabled=["Where", "Before", "Found", "After"],
        key=f"pseudonym_places_{number}_{len(work.deciding.decided)}",
    )
    ticked = [h for h, row in zip(hits, shown, strict=True) if row["Replace"]]
    with asking:
        st.text(f"{offer.found}: {counted(len(hits), 'place')}")
        instead = st.text_input(
            "What stands there from now on",
            value=offer.suggestion,
            key=f"pseudonym_instead_{number}",
        )
        # a key for each string, or a second click would decide the next one
        every, some, none = st.columns(3)
        if every.button(
            "Replace all its places", key=f"pseudonym_all_{number}", type="primary"
        ):
            _settle(seen, work, offer, hits, instead.strip())
        if some.button("Replace the ticked places", key=f"pseudonym_ticked_{number}"):
            _settle(seen, work, offer, ticked, instead.strip())
        if none.button("Leave it: it tells nobody", key=f"pseudonym_no_{number}"):
            work.deciding.leave(hits)
            _remember(seen, work, offer)


def _doubt(offer: Offer) -> str:
    """Whether a known name may be a word of everyday talk in these places."""
    return "yes" if offer.is_doubtful and offer.entry is not None else ""


def _settle(
    seen: Seen, work: _Work, offer: Offer, hits: Sequence[Hit], instead: str
) -> None:
    """These places are decided; the others of the same row are left."""
    if not hits or not instead:
        st.warning("Tick a place, and say what is to stand there.")
        return
    work.deciding.replace(hits, instead)
    work.deciding.leave(work.deciding.open_hits(offer))
    _remember(seen, work, offer)


def _remember(seen: Seen, work: _Work, offer: Offer) -> None:
    """The key knows at once, so that a window that is closed loses no decision."""
    is_left = work.deciding.is_left(offer)
    with widgets.attempt():
        identity_key.remember(
            *(work.path, work.passphrase),
            [] if is_left else [work.deciding.named(offer)],
            [offer.found] if is_left else [],
            project=seen.project,
        )
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
    deciding = work.deciding
    count = len(deciding.decided)
    if later.button("Close this search", key="pseudonym_close"):
        _close()
    if now.button(
        f"Replace {counted(count, 'place')} for good",
        key="pseudonym_apply",
        disabled=not count,
    ):
        with widgets.attempt():
            done = replace_decided(
                seen.project,
                session.me(),
                deciding.decided,
                offered=sum(len(offer.hits) for offer in deciding.offers),
                kept=len(deciding.left),
            )
        changed = sum(each.text_changed for each in done.transcripts)
        told = (
            f"{counted(done.replaced, 'place')} replaced in "
            f"{counted(len(done.transcripts), 'transcript')}; "
            f"coded segments that read otherwise: {changed}, none is lost; "
            f"older entries erased: {done.erased}."
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
