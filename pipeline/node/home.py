"""One node's folder, `home/node`, and where each thing lies in it."""

from __future__ import annotations

from pathlib import Path

from pipeline.documents import Record
from pipeline.settings import Settings


class NodeHome(Record, frozen=True, kw_only=True):
    """Where everything of one node lies. Building it touches nothing.

    Attributes:
        folder: `Settings.home / "node"`, without symbolic links.
    """

    folder: Path

    @property
    def config(self) -> Path:
        """Elasticsearch's configuration; word lists for analysis go into `config/analysis`."""
        return self.folder / "config"

    @property
    def data(self) -> Path:
        """Indices and cluster state."""
        return self.folder / "data"

    @property
    def logs(self) -> Path:
        """Logs of the server, and what it printed before it could log."""
        return self.folder / "logs"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.logs / "sekko.log"

    @property
    def console(self) -> Path:
        """What the last start printed."""
        return self.logs / "start.txt"

    @property
    def port_file(self) -> Path:
        """Where the server writes the address it listens on."""
        return self.logs / "http.ports"

    @property
    def snapshots(self) -> Path:
        """The only place that a snapshot repository of type `fs` may lie in (`path.repo`)."""
        return self.folder / "snapshots"

    @property
    def password(self) -> Path:
        """The password of the user `elastic`, readable for the owner only."""
        return self.folder / "password"

    @property
    def state(self) -> Path:
        """`pipeline.elastic.NodeState` as JSON, while the node runs."""
        return self.folder / "state.json"

    @property
    def lock(self) -> Path:
        """Held while a node is started, stopped or reset."""
        return self.folder / "lock"

    @property
    def mark(self) -> str:
        """The argument by which this node's process is known among all processes."""
        return f"-Dsekko.node={self.folder}"


def find_home(settings: Settings) -> NodeHome:
    """Return where the node of these settings lies."""
    return NodeHome(folder=(settings.home / "node").resolve())
