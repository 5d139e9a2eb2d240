"""Checkpoints: what a researcher signed vouches for the trail; nothing else does."""

from __future__ import annotations

import base64
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.errors import RefusedError
from workbench.model import Researcher
from workbench.store import checkpoint, copies, trail, verification
from workbench.store.merkle import Tree
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

Lead = Callable[[Project], str]


@pytest.fixture
def signed(
    project: Project, lead: Lead, tmp_path: Path
) -> tuple[Project, checkpoint.Checkpoint, Path]:
    project.record(CodeCreated("c-1", Words("a")), by=lead(project))
    made = checkpoint.sign(project, lead(project))
    note = tmp_path / "elsewhere.checkpoint"
    note.write_text(made.note(), "utf-8")
    return project, made, note


def forget(project: Project) -> None:
    """This machine has never seen the project."""
    seen = project.surroundings.config / "seen"
    (seen / f"{checkpoint.place(project)}.json").unlink()


def test_the_root_is_the_one_of_rfc_6962() -> None:
    """Checked against the definition, written out recursively."""

    def root_of(leaves: list[bytes]) -> bytes:
        if not leaves:
            return sha256(b"").digest()
        if len(leaves) == 1:
            return sha256(b"\0" + leaves[0]).digest()
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        return sha256(
            b"\1" + root_of(leaves[:split]) + root_of(leaves[split:])
        ).digest()

    tree = Tree()
    bodies = [b"%d" % number for number in range(40)]
    for size in range(41):
        assert tree.root() == root_of(bodies[:size])
        if size < 40:
            tree.append(bodies[size])


def test_a_checkpoint_covers_the_trail_up_to_it(
    signed: tuple[Project, checkpoint.Checkpoint, Path], lead: Lead
) -> None:
    project, made, note = signed
    project.record(CodeCreated("c-2", Words("b")), by=lead(project))
    forget(project)
    found = verification.verify(project, note)
    assert (found.ok, found.covered_to, found.events) == (True, made.size, 4)
    assert verification.verify(project).covered_to == 0


def test_a_note_reads_back_as_it_was_signed(
    signed: tuple[Project, checkpoint.Checkpoint, Path],
) -> None:
    project, made, note = signed
    assert checkpoint.parse_note(note.read_text("utf-8"), note) == made
    origin, size, root, *_ = note.read_text("utf-8").splitlines()
    assert (origin, size) == (project.uuid, "3")
    assert base64.b64decode(root) == checkpoint.tree_of(project).root()


def test_the_first_signature_announces_the_key_and_the_second_does_not(
    signed: tuple[Project, checkpoint.Checkpoint, Path], lead: Lead
) -> None:
    project, _, _ = signed
    assert [e.kind for e in project.events()].count("KeyAnnounced") == 1
    checkpoint.sign(project, lead(project))
    assert [e.kind for e in project.events()].count("KeyAnnounced") == 1


def test_the_key_is_private_to_its_owner_and_never_in_the_project(
    signed: tuple[Project, checkpoint.Checkpoint, Path], lead: Lead
) -> None:
    project, _, _ = signed
    key = project.surroundings.config / "keys" / f"{lead(project)}.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    if project.database.path is not None:
        assert key.read_bytes() not in project.database.path.read_bytes()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (1, "2"),
        (2, base64.b64encode(b"\0" * 32).decode()),
        (4, None),
    ],
    ids=["size", "root", "signature"],
)
def test_a_forged_note_is_found(
    signed: tuple[Project, checkpoint.Checkpoint, Path], part: int, value: str | None
) -> None:
    project, _, note = signed
    written = note.read_text("utf-8").splitlines()
    if value is None:
        dash, signer, signature = written[part].split(" ")
        raw = bytearray(base64.b64decode(signature))
        raw[-1] ^= 1
        value = f"{dash} {signer} {base64.b64encode(bytes(raw)).decode()}"
    written[part] = value
    note.write_text("\n".join(written) + "\n", "utf-8")
    kinds = [d.kind for d in verification.verify(project, note).damage]
    assert kinds == ["false-signature"]


def test_a_note_signed_with_a_key_that_was_never_announced_is_found(
    signed: tuple[Project, checkpoint.Checkpoint, Path],
) -> None:
    project, made, note = signed
    stranger = Ed25519PrivateKey.generate()
    public = stranger.public_key().public_bytes_raw()
    signature = checkpoint.key_hash(made.signer, public) + stranger.sign(
        made.text.encode()
    )
    forged = checkpoint.Checkpoint(
        made.origin, made.size, made.root, made.signer, signature
    )
    note.write_text(forged.note(), "utf-8")
    kinds = [d.kind for d in verification.verify(project, note).damage]
    assert kinds == ["false-signature"]


def test_a_checkpoint_of_another_project_is_found(
    signed: tuple[Project, checkpoint.Checkpoint, Path],
    new_address: Callable[[], str | Path],
) -> None:
    project, _, note = signed
    other = Project.create(
        new_address(),
        title="Other",
        orientation="codebook",
        researcher="Bea",
        surroundings=project.surroundings,
    )
    kinds = [d.kind for d in verification.verify(other, note).damage]
    assert kinds == ["foreign-checkpoint"]


@pytest.mark.parametrize(
    "text", ["", "hello", "a\nb\nc\n\n- d e\n", "a\n1\n!!\n\n\N{EM DASH} r QQ==\n"]
)
def test_what_is_no_checkpoint_is_refused_in_one_line(
    project: Project, tmp_path: Path, text: str
) -> None:
    note = tmp_path / "note"
    note.write_text(text, "utf-8")
    with pytest.raises(RefusedError, match="not a checkpoint"):
        verification.verify(project, note)
    with pytest.raises(RefusedError, match="cannot be read"):
        verification.verify(project, tmp_path / "nowhere")


def test_another_machine_signs_with_its_own_key_and_both_vouch(
    signed: tuple[Project, checkpoint.Checkpoint, Path], lead: Lead, tmp_path: Path
) -> None:
    project, made, note = signed
    other = Surroundings(config=tmp_path / "other", machine_name=None)
    there = Project(project.database, project.uuid, other)
    if project.database.is_file:
        with pytest.raises(Exception, match="in use on the machine 'test'"):
            checkpoint.sign(
                Project(
                    project.database,
                    project.uuid,
                    Surroundings(config=tmp_path / "o", machine_name="o"),
                ),
                lead(project),
            )
        return
    second = checkpoint.sign(there, lead(project))
    assert second.signature[:4] != made.signature[:4]
    other_note = tmp_path / "second.checkpoint"
    other_note.write_text(second.note(), "utf-8")
    assert verification.verify(project, note).ok
    assert verification.verify(project, other_note).covered_to == 4


def test_a_trail_that_lost_its_end_is_found_where_it_was_seen_longer(
    project: Project, lead: Lead, raw: Any
) -> None:
    """On a server as well, where no checkpoint lies beside the project."""
    by = lead(project)
    project.record(CodeCreated("c-1", Words("first")), by=by)
    checkpoint.lay_beside(project, by)
    assert verification.verify(project).ok
    with raw(project) as run:
        run("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")

    assert "shorter" in {d.kind for d in verification.verify(project).damage}


def test_a_machine_that_saw_it_longer_refuses_to_sign_it_shorter(
    signed: tuple[Project, checkpoint.Checkpoint, Path], lead: Lead, raw: Any
) -> None:
    project, _, _ = signed
    with raw(project) as run:
        run("DELETE FROM event WHERE seq = 3")
    with pytest.raises(RefusedError, match="not the one this machine saw at event 3"):
        checkpoint.sign(project, lead(project))
    place = checkpoint.place(project)
    assert checkpoint.last_seen(project.surroundings, place) is not None


def test_a_trail_written_anew_and_grown_longer_is_not_signed_either(
    signed: tuple[Project, checkpoint.Checkpoint, Path], lead: Lead, raw: Any
) -> None:
    project, _, _ = signed
    with raw(project) as run:
        body = bytes(run("SELECT body FROM event WHERE seq = 3")[0][0])
        body = body.replace(b'"role":"lead"', b'"role":"LEAD"')
        before = bytes(run("SELECT hash FROM event WHERE seq = 2")[0][0])
        run(
            "UPDATE event SET body = :body, hash = :hash WHERE seq = 3",
            body=body,
            hash=trail.chain(before, 3, body),
        )
    project.record(CodeCreated("c-2", Words("b")), by=lead(project))
    with pytest.raises(RefusedError, match="not the one this machine saw"):
        checkpoint.sign(project, lead(project))
    assert [d.kind for d in verification.verify(project).damage] == ["rewritten"]


def test_an_older_copy_restored_on_purpose_can_be_signed_again(
    signed: tuple[Project, checkpoint.Checkpoint, Path],
    lead: Lead,
    new_address: Callable[[], str | Path],
    tmp_path: Path,
) -> None:
    project, made, _ = signed
    old = copies.backup(project, tmp_path / "old.workbench")
    project.record(CodeCreated("c-2", Words("b")), by=lead(project))
    checkpoint.sign(project, lead(project))
    restored = copies.restore(old, new_address(), project.surroundings)
    assert verification.verify(restored).ok
    assert checkpoint.sign(restored, lead(restored)).size == made.size


@pytest.mark.parametrize("found", [b"{}", b"no json", b'{"kind":"KeyAnnounced"}'])
def test_a_damaged_announcement_is_named_and_breaks_nothing(
    signed: tuple[Project, checkpoint.Checkpoint, Path], raw: Any, found: bytes
) -> None:
    project, _, note = signed
    with raw(project) as run:
        run("UPDATE event SET body = :body WHERE kind = 'KeyAnnounced'", body=found)
    damage = verification.verify(project, note).damage
    assert (damage[0].kind, damage[0].seq) == ("altered", 3)
    assert "false-signature" in {each.kind for each in damage}


def test_what_this_machine_saw_longer_is_not_forgotten_for_less(
    project: Project,
) -> None:
    surroundings = project.surroundings
    checkpoint.remember(surroundings, "u", 9, b"\1" * 32)
    checkpoint.remember(surroundings, "u", 4, b"\2" * 32)
    assert checkpoint.last_seen(surroundings, "u") == (9, b"\1" * 32)


def test_a_key_is_announced_by_the_researcher_whose_it_is(
    signed: tuple[Project, checkpoint.Checkpoint, Path], lead: Lead
) -> None:
    project, _, _ = signed
    public = project.one(Researcher, id=lead(project)).public_key
    assert public is not None
    assert checkpoint.announced_keys(project) == {
        lead(project): {bytes.fromhex(public)}
    }
