"""The tree against the published vectors, a naive reading of the RFC and a foreign library."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from fashu.kernel.record import merkle
from fashu.kernel.record.hashing import SHA256, SM3, TreeHash
from fashu.kernel.record.tests import vectors


def naive_root(leaves: list[bytes], hash_: TreeHash) -> bytes:
    """RFC 6962, 2.1, word for word and as slow as it sounds."""
    if not leaves:
        return hash_.digest(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    left, right = naive_root(leaves[:k], hash_), naive_root(leaves[k:], hash_)
    return hash_.digest(b"\x01" + left + right)


def nodes_of(leaves: list[bytes], hash_: TreeHash) -> merkle.Nodes:
    @cache
    def node(level: int, index: int) -> bytes:
        part = leaves[index << level : (index + 1) << level]
        assert len(part) == 1 << level, "a proof asked for a subtree that is not complete"
        return naive_root(part, hash_)

    return node


PUBLISHED = [SHA256.leaf(data) for data in vectors.LEAVES]
LEAVES = [SHA256.leaf(str(i).encode()) for i in range(300)]
SM3_LEAVES = [SM3.leaf(str(i).encode()) for i in range(300)]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root_of(PUBLISHED[:size], SHA256).hex() == vectors.ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), vectors.INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int, path: list[str]) -> None:
    proof = merkle.inclusion_proof(index, size, nodes_of(PUBLISHED, SHA256), SHA256)
    assert [digest.hex() for digest in proof] == path
    assert merkle.verify_inclusion(
        SHA256,
        leaf=PUBLISHED[index],
        index=index,
        size=size,
        proof=proof,
        root=bytes.fromhex(vectors.ROOTS[size]),
    )


@pytest.mark.parametrize(("old", "new", "path"), vectors.CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(old: int, new: int, path: list[str]) -> None:
    proof = merkle.consistency_proof(old, new, nodes_of(PUBLISHED, SHA256), SHA256)
    assert [digest.hex() for digest in proof] == path
    assert merkle.verify_consistency(
        SHA256,
        old=old,
        new=new,
        proof=proof,
        old_root=bytes.fromhex(vectors.ROOTS[old]),
        new_root=bytes.fromhex(vectors.ROOTS[new]),
    )


def test_sm3_is_the_one_of_the_national_standard() -> None:
    assert SM3.digest(b"abc").hex() == vectors.SM3_OF_ABC
    assert SM3.digest(b"abcd" * 16).hex() == vectors.SM3_OF_64_BYTES


@given(size=st.integers(1, 300), data=st.data())
@settings(max_examples=150, deadline=None)
def test_every_leaf_is_proved_in_both_trees(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    for hash_, leaves in ((SHA256, LEAVES), (SM3, SM3_LEAVES)):
        part = leaves[:size]
        proof = merkle.inclusion_proof(index, size, nodes_of(part, hash_), hash_)
        root = naive_root(part, hash_)
        assert merkle.root_of(part, hash_) == root
        assert merkle.verify_inclusion(
            hash_, leaf=part[index], index=index, size=size, proof=proof, root=root
        )


@given(new=st.integers(1, 300), data=st.data())
@settings(max_examples=150, deadline=None)
def test_every_earlier_tree_is_proved_to_begin_a_later_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, new))
    proof = merkle.consistency_proof(old, new, nodes_of(LEAVES[:new], SHA256), SHA256)
    assert merkle.verify_consistency(
        SHA256,
        old=old,
        new=new,
        proof=proof,
        old_root=naive_root(LEAVES[:old], SHA256),
        new_root=naive_root(LEAVES[:new], SHA256),
    )


@given(size=st.integers(2, 120), data=st.data())
@settings(max_examples=150, deadline=None)
def test_an_altered_inclusion_proof_never_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, nodes_of(LEAVES[:size], SHA256), SHA256)
    root = merkle.root_of(LEAVES[:size], SHA256)
    where = data.draw(st.integers(0, len(proof) * 256 - 1))
    altered = [bytearray(digest) for digest in proof]
    altered[where // 256][where % 256 // 8] ^= 1 << where % 8
    for candidate in ([bytes(d) for d in altered], proof[:-1], [*proof, proof[-1]]):
        assert not merkle.verify_inclusion(
            SHA256, leaf=LEAVES[index], index=index, size=size, proof=candidate, root=root
        )


@given(new=st.integers(2, 120), data=st.data())
@settings(max_examples=150, deadline=None)
def test_an_altered_consistency_proof_never_verifies(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    proof = merkle.consistency_proof(old, new, nodes_of(LEAVES[:new], SHA256), SHA256)
    where = data.draw(st.integers(0, len(proof) * 256 - 1))
    altered = [bytearray(digest) for digest in proof]
    altered[where // 256][where % 256 // 8] ^= 1 << where % 8
    for candidate in ([bytes(d) for d in altered], proof[:-1], [*proof, proof[-1]]):
        assert not merkle.verify_consistency(
            SHA256,
            old=old,
            new=new,
            proof=candidate,
            old_root=merkle.root_of(LEAVES[:old], SHA256),
            new_root=merkle.root_of(LEAVES[:new], SHA256),
        )


@given(entries=st.lists(st.binary(max_size=40), min_size=1, max_size=40), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_foreign_library_agrees_with_our_proofs(
    entries: list[bytes], data: st.DataObject
) -> None:
    tree = InmemoryTree.init_from_entries(entries, algorithm="sha256")
    leaves = [SHA256.leaf(entry) for entry in entries]
    size = len(leaves)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert tree.get_root() == merkle.root_of(leaves, SHA256)
    theirs = tree.prove_inclusion(index + 1, size)
    verify_inclusion(leaves[index], tree.get_root(), theirs)
    ours = merkle.inclusion_proof(index, size, nodes_of(leaves, SHA256), SHA256)
    assert sorted(ours) == sorted(theirs.path[1:])
    verify_consistency(tree.get_root(old), tree.get_root(), tree.prove_consistency(old, size))
    assert merkle.verify_consistency(
        SHA256,
        old=old,
        new=size,
        proof=merkle.consistency_proof(old, size, nodes_of(leaves, SHA256), SHA256),
        old_root=tree.get_root(old),
        new_root=tree.get_root(),
    )


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3), (8, 7)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_proof(index, size, nodes_of(LEAVES[:8], SHA256), SHA256)
    assert not merkle.verify_inclusion(
        SHA256, leaf=LEAVES[0], index=index, size=size, proof=[], root=LEAVES[0]
    )


def test_a_later_tree_cannot_begin_an_earlier_one() -> None:
    with pytest.raises(ValueError, match="cannot begin"):
        merkle.consistency_proof(9, 8, nodes_of(LEAVES[:8], SHA256), SHA256)
    assert not merkle.verify_consistency(
        SHA256, old=9, new=8, proof=[], old_root=LEAVES[0], new_root=LEAVES[0]
    )


def test_an_empty_proof_only_joins_equal_trees() -> None:
    one, two = merkle.root_of(LEAVES[:3], SHA256), merkle.root_of(LEAVES[:5], SHA256)
    args = {"old": 3, "new": 5, "proof": [], "old_root": one, "new_root": two}
    assert not merkle.verify_consistency(SHA256, **args)  # type: ignore[arg-type]  # one table
