"""A leader that is killed while terminals push: what was acknowledged is there, once."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.server.storage.database import open_database
from tests.chaos.cluster import Cluster
from tests.chaos.node import Timing
from tests.chaos.packages import find_or_install
from tests.chaos.rush import Rush, prepare, serving

pytestmark = [pytest.mark.slow, pytest.mark.cluster]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    programs = find_or_install()
    if programs is None:
        pytest.skip("patroni, etcd and PostgreSQL cannot be installed here")
    # Not in pytest's own folder: run as root, the nodes get a user of their own, who could not reach it.
    folder = Path(tempfile.mkdtemp(prefix="sp-"))
    folder.chmod(0o755)
    made = Cluster(folder / "cluster", programs, Timing(ttl=10))
    try:
        made.start()
        yield made
    finally:
        made.destroy()
        shutil.rmtree(folder)


def test_the_leader_is_killed_and_no_acknowledged_frame_is_lost(cluster: Cluster, tmp_path: Path) -> None:
    codes = prepare(tmp_path / "server", cluster.url, registers=3)
    with serving(tmp_path / "server", cluster.url) as server_url, closing(Rush(server_url, codes)) as rush:
        with rush:
            rush.wait_for_pushes(3, seconds=30)
            killed = cluster.kill_leader()
            rush.wait_for_pushes(3, seconds=60)
        assert cluster.wait_for_leader() is not killed
        rush.wait_for_posting()
        with closing(open_database(cluster.url)) as database:
            found = rush.compare(database)
    assert found.lost == 0
    assert found.points == found.points_due > 0
    assert found.refusals > 0
