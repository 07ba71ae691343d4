"""Merkle trees of RFC 6962: proofs made from any source of nodes, and their verification.

A tree is addressed by nodes: node (level, index) is the hash over the 2**level leaves from
index * 2**level on, all of them present. Where the nodes come from (tiles, a database, a
list) is the business of the caller; this module only knows which are needed.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from fashu.kernel.record.hashing import TreeHash

Nodes: TypeAlias = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree at (level, index)."""

Proof: TypeAlias = list[bytes]


def push(peaks: list[tuple[int, bytes]], level: int, digest: bytes, hash_: TreeHash) -> None:
    """Append a complete subtree to the right edge of a tree, merging equals as a binary counter.

    `peaks` holds (level, hash) of the maximal complete subtrees, highest first.
    """
    while peaks and peaks[-1][0] == level:
        digest = hash_.node(peaks.pop()[1], digest)
        level += 1
    peaks.append((level, digest))


def fold(peaks: Sequence[tuple[int, bytes]], hash_: TreeHash) -> bytes:
    """The root over a right edge as `push` keeps it."""
    if not peaks:
        return hash_.empty()
    root = peaks[-1][1]
    for _, digest in reversed(peaks[:-1]):
        root = hash_.node(digest, root)
    return root


def root_of(leaves: Iterable[bytes], hash_: TreeHash) -> bytes:
    """The root over leaf hashes, in one pass and with memory of the tree's height."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        push(peaks, 0, leaf, hash_)
    return fold(peaks, hash_)


def inclusion_proof(index: int, size: int, nodes: Nodes, hash_: TreeHash) -> Proof:
    """The audit path of leaf `index` in the tree of `size` leaves (RFC 6962, 2.1.1).

    Raises `ValueError` if the leaf is not in the tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return _path(index, 0, size, nodes, hash_)


def consistency_proof(old: int, new: int, nodes: Nodes, hash_: TreeHash) -> Proof:
    """The proof that the tree of `old` leaves begins the tree of `new` (RFC 6962, 2.1.2).

    Raises `ValueError` if `old` is larger than `new`.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} cannot begin a tree of {new}")
    if old in (0, new):
        return []
    return _subproof(old, 0, new, nodes, hash_, whole=True)


def verify_inclusion(
    hash_: TreeHash, *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the proof leads from the leaf hash at `index` to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, digest = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            digest = hash_.node(sibling, digest)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            digest = hash_.node(digest, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and digest == root


def verify_consistency(
    hash_: TreeHash,
    *,
    old: int,
    new: int,
    proof: Sequence[bytes],
    old_root: bytes,
    new_root: bytes,
) -> bool:
    """Whether the proof shows that the old tree begins the new one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == hash_.empty()
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return _climbs(hash_, old - 1, new - 1, path, (old_root, new_root))


def _climbs(
    hash_: TreeHash, position: int, last: int, path: list[bytes], roots: tuple[bytes, bytes]
) -> bool:
    if not path:
        return False
    while position & 1:
        position, last = position >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            older, newer = hash_.node(sibling, older), hash_.node(sibling, newer)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            newer = hash_.node(newer, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and (older, newer) == roots


def _split(count: int) -> int:
    """The largest power of two smaller than `count`: where RFC 6962 divides a tree."""
    return 1 << ((count - 1).bit_length() - 1)


def _subtree(low: int, high: int, nodes: Nodes, hash_: TreeHash) -> bytes:
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, low >> level)
    middle = low + _split(count)
    return hash_.node(_subtree(low, middle, nodes, hash_), _subtree(middle, high, nodes, hash_))


def _path(index: int, low: int, high: int, nodes: Nodes, hash_: TreeHash) -> Proof:
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        near, far = (low, middle), (middle, high)
    else:
        near, far = (middle, high), (low, middle)
    return [*_path(index, *near, nodes, hash_), _subtree(*far, nodes, hash_)]


def _subproof(
    old: int, low: int, high: int, nodes: Nodes, hash_: TreeHash, *, whole: bool
) -> Proof:
    if old == high:
        return [] if whole else [_subtree(low, high, nodes, hash_)]
    middle = low + _split(high - low)
    if old <= middle:
        rest = _subproof(old, low, middle, nodes, hash_, whole=whole)
        return [*rest, _subtree(middle, high, nodes, hash_)]
    rest = _subproof(old, middle, high, nodes, hash_, whole=False)
    return [*rest, _subtree(low, middle, nodes, hash_)]
