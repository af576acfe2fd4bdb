"""Downloads from the Maven repository: pinned by checksum, resumed after a broken connection."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import yaml

from pipeline.documents import Record
from pipeline.errors import RunError, TransientError

ARTIFACTS = Path(__file__).with_name("artifacts.yml")
ATTEMPTS = 4
log = logging.getLogger(__name__)

Tell = Callable[[str, int, int], None]
"""Is told of progress: what is being done, and how much of how much (bytes; 0 of 0 if unknown)."""


class Artifact(Record, frozen=True, kw_only=True):
    """One pinned file.

    Attributes:
        coordinate: `group:artifact:version:packaging`.
        bytes: Size of the file.
        sha256: Hexadecimal digest of the file.
    """

    coordinate: str
    bytes: int
    sha256: str

    @property
    def version(self) -> str:
        """The version in the coordinate."""
        return self.coordinate.split(":")[2]

    @property
    def name(self) -> str:
        """The file's name."""
        _, artifact, version, packaging = self.coordinate.split(":")
        return f"{artifact}-{version}.{packaging}"


class Artifacts(Record, frozen=True, kw_only=True):
    """All that the node is made of: the server, the compiler, and the plugin's libraries."""

    server: Artifact
    compiler: Artifact
    plugin: tuple[Artifact, ...]


def read_artifacts() -> Artifacts:
    """Read `artifacts.yml`."""
    return msgspec.convert(yaml.safe_load(ARTIFACTS.read_text(encoding="utf-8")), Artifacts)


def tell_log(step: str, done: int, total: int) -> None:
    """Write the beginning of each step to the log; progress inside a step is left out."""
    if done == 0:
        log.info("%s", step)


def build_url(artifact: Artifact) -> tuple[str, Path]:
    """Return an artifact's address in the Maven repository and its path in a local one."""
    from jgo.maven import MavenContext

    group, name, version, packaging = artifact.coordinate.split(":")
    context = MavenContext()
    found = context.project(group, name).at_version(version).artifact(packaging=packaging)
    path = found.component.path_prefix / found.filename
    repository = next(iter(context.remote_repos.values()))
    return f"{repository}/{path.as_posix()}", path


def fetch_artifact(
    artifact: Artifact, cache: Path, tell: Tell = tell_log, url: str | None = None
) -> Path:
    """Return a checked copy of the artifact under `cache`, downloaded if it is not there.

    A download that broke is taken up where it ended, by this call or by the next.

    Args:
        cache: Folder in the layout of a Maven repository.
        tell: Is told of the bytes so far.
        url: Where to fetch it from instead of the Maven repository.

    Raises:
        TransientError: The repository cannot be reached, or the connection broke each time.
        RunError: The repository refuses, the file is not the pinned one, or the disk is full.
    """
    address, path = build_url(artifact)
    target = cache / path
    if target.exists():
        if hash_file(target) == artifact.sha256:
            return target
        target.unlink()
    part = target.with_name(target.name + ".part")
    with explain_disk(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        resumed = part.exists()
        _download(artifact, url or address, part, tell)
        if resumed and hash_file(part) != artifact.sha256:
            part.unlink()  # what was kept of an earlier try was bad
            _download(artifact, url or address, part, tell)
        digest = hash_file(part)
        if digest != artifact.sha256:
            part.unlink()
            raise RunError(
                f"{artifact.name} is not the pinned file: SHA-256 {digest}, "
                f"expected {artifact.sha256}",
                "a proxy may have altered it; try again on another network",
            )
        part.replace(target)
    return target


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(artifact: Artifact, url: str, part: Path, tell: Tell) -> None:
    import httpx
    import stamina

    try:
        for attempt in stamina.retry_context(
            on=httpx.TransportError, attempts=ATTEMPTS, wait_initial=0.3, wait_max=5.0
        ):
            with attempt:
                _append(artifact, url, part, tell)
    except httpx.TransportError as error:
        raise TransientError(
            f"cannot download {artifact.name} from the Maven repository: "
            f"{str(error) or type(error).__name__}",
            "check the network or HTTPS_PROXY and start again; what arrived is kept",
        ) from error


def _append(artifact: Artifact, url: str, part: Path, tell: Tell) -> None:
    """Ask for what `part` lacks and add it."""
    import httpx

    have = part.stat().st_size if part.exists() else 0
    if have == artifact.bytes:
        return
    if have > artifact.bytes:
        have = 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    # The system's certificates, as pip and the browser use them: a company's proxy has its own.
    trust = ssl.create_default_context()
    with httpx.stream(
        "GET", url, headers=headers, timeout=30, follow_redirects=True, verify=trust
    ) as response:
        if response.status_code >= 500 or response.status_code == 429:
            raise httpx.RemoteProtocolError(f"status {response.status_code}")
        if response.status_code not in (200, 206):
            raise RunError(
                f"the Maven repository answers {response.status_code} for {artifact.coordinate}",
                "check that the network lets Maven downloads through",
            )
        if response.status_code == 200:
            have = 0
        with part.open("r+b" if have else "wb") as file:
            file.seek(have)
            file.truncate()
            for block in response.iter_raw():
                if have + len(block) > artifact.bytes:
                    raise RunError(
                        f"{artifact.name} is longer than the pinned {artifact.bytes} bytes",
                        "a proxy may have answered in its place; try again on another network",
                    )
                tell(f"downloading {artifact.name}", have, artifact.bytes)
                file.write(block)
                have += len(block)
    tell(f"downloading {artifact.name}", have, artifact.bytes)


@contextlib.contextmanager
def explain_disk(folder: Path, setting: str = "SEKKO_CACHE_DIR") -> Iterator[None]:
    """Turn a full or forbidden disk into an error that says what to do.

    Args:
        folder: What is written to.
        setting: The variable that would move it elsewhere.

    Raises:
        RunError: The disk is full, or the folder may not be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RunError(
                f"the disk is full at {folder}", f"free some space or set {setting}"
            ) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise RunError(
                f"cannot write to {folder}: {os.strerror(error.errno)}", f"set {setting}"
            ) from error
        raise
