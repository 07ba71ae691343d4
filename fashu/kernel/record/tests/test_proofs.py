"""Proofs from the database equal those from the tiles."""

from pathlib import Path

import pytest

from fashu.kernel.record import ledger, merkle, proofs, tiles
from fashu.kernel.record.store import TREES, reader
from fashu.kernel.record.tests.town import LogKeys, Town, sequencer


@pytest.mark.parametrize("tree", sorted(TREES))
def test_the_database_proves_what_the_tiles_prove(
    town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys, tree: str
) -> None:
    town.events(600)
    line = sequencer(writer, tmp_path, pair)
    line.start()
    line.step()
    hash_ = TREES[tree]
    ours = proofs.nodes_from_database(writer, tree)
    theirs = tiles.nodes_from_tiles(reader(line.log, tree), 600, hash_)
    for index in (0, 1, 255, 256, 511, 512, 599):
        found = merkle.inclusion_proof(index, 600, ours, hash_)
        assert found == merkle.inclusion_proof(index, 600, theirs, hash_)
    for old in (1, 255, 256, 300, 512, 599):
        found = merkle.consistency_proof(old, 600, ours, hash_)
        assert found == merkle.consistency_proof(old, 600, theirs, hash_)
