"""What the embedded node is doing."""

from __future__ import annotations

import shutil
from typing import Literal

import msgspec
import psutil

from pipeline.documents import Record
from pipeline.elastic import connect
from pipeline.errors import RunError, TransientError
from pipeline.node.home import find_home
from pipeline.node.process import find_process, read_start
from pipeline.settings import Settings


class NodeStatus(Record, frozen=True, kw_only=True):
    """One look at the node; sizes in bytes, everything from `url` on only while it runs.

    Attributes:
        state: `crashed` means that it ran and was not stopped; `starting` that it does not answer
            yet.
        folder: Where the node lies.
        disk_free: Room on that disk.
        memory: Resident memory of the process.
        documents: In all indices that are not the system's.
    """

    state: Literal["running", "starting", "stopped", "crashed"]
    folder: str
    disk_free: int
    pid: int | None = None
    started: str | None = None
    url: str | None = None
    port: int | None = None
    version: str | None = None
    health: str | None = None
    memory: int | None = None
    heap_used: int | None = None
    heap_max: int | None = None
    disk_used: int | None = None
    documents: int | None = None
    indices: int | None = None


def node_status(settings: Settings) -> NodeStatus:
    """Look at the node of these settings; change nothing."""
    home = find_home(settings)
    folder = home.folder
    while not folder.exists():
        folder = folder.parent
    status = NodeStatus(
        state="crashed" if home.state.exists() else "stopped",
        folder=str(home.folder),
        disk_free=shutil.disk_usage(folder).free,
    )
    process = find_process(home)
    if process is None:
        return status
    try:
        status = msgspec.structs.replace(
            status,
            state="starting",
            pid=process.pid,
            started=read_start(process),
            memory=process.memory_info().rss,
        )
    except psutil.NoSuchProcess:
        return status
    return _ask(settings, status)


def _ask(settings: Settings, status: NodeStatus) -> NodeStatus:
    from elasticsearch import ApiError, TransportError

    try:
        client = connect(msgspec.structs.replace(settings, elasticsearch_url=None), timeout=10)
    except (RunError, TransientError):
        return status
    with client:
        try:
            health = client.cluster.health()
            node = next(iter(client.nodes.info(metric="http,process")["nodes"].values()))
            statistics = next(iter(client.nodes.stats(metric="jvm,indices")["nodes"].values()))
            documents = client.count(index="*")["count"]
            indices = len(client.cat.indices(index="*", format="json", h="index"))
        except (ApiError, TransportError):
            return status
    address = node["http"]["publish_address"]
    return msgspec.structs.replace(
        status,
        state="running",
        url=f"http://{address}",
        port=int(address.rsplit(":", 1)[1]),
        version=node["version"],
        health=health["status"],
        heap_used=statistics["jvm"]["mem"]["heap_used_in_bytes"],
        heap_max=statistics["jvm"]["mem"]["heap_max_in_bytes"],
        disk_used=statistics["indices"]["store"]["size_in_bytes"],
        documents=documents,
        indices=indices,
    )
