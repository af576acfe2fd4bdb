"""Starts the server's programs as a user that Elasticsearch accepts: it refuses to run as root."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from pipeline.documents import Record
from pipeline.errors import RunError
from pipeline.node.distribution import find_java
from pipeline.node.home import NodeHome

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
"""Root under another name. The group is mapped too: without it the JVM cannot attach to itself."""

NOBODY = (
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
    *("--inh-caps=+dac_override", "--ambient-caps=+dac_override"),
    *("--securebits=+no_setuid_fixup", "--"),  # access(2) honours capabilities only with it
)
"""Another user who still may enter root's folders, where user namespaces are forbidden."""


class Launcher(Record, frozen=True, kw_only=True):
    """How programs of the server are started here.

    Attributes:
        prefix: What stands before the program on the command line; empty for a plain user.
    """

    prefix: tuple[str, ...] = ()

    def run(
        self, command: list[str], home: NodeHome, text: str = "", timeout: float | None = None
    ) -> tuple[int, str]:
        """Run a program of the server to its end, in a session of its own.

        What it prints is kept in `home.console`.

        Args:
            command: The program and its arguments.
            home: The node it is run for.
            text: Its standard input.
            timeout: Seconds; it is killed when they are over.

        Returns:
            Exit code, and what it printed.

        Raises:
            subprocess.TimeoutExpired: It took longer than `timeout`.
        """
        (home.folder / "tmp").mkdir(exist_ok=True)
        home.logs.mkdir(exist_ok=True)
        with home.console.open("wb") as console:  # a pipe would be held by what it leaves behind
            done = subprocess.run(  # noqa: S603
                [*self.prefix, *command],
                env=build_environment(home),
                cwd=home.folder,
                input=text.encode(),
                stdout=console,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
                start_new_session=True,
            )
        return done.returncode, home.console.read_text(encoding="utf-8", errors="replace")


def choose_launcher(
    candidates: tuple[tuple[str, ...], ...] = (NAMESPACE, NOBODY), user: int | None = None
) -> Launcher:
    """Return the first way of starting that works here; a plain user needs none.

    Args:
        candidates: Command prefixes to try, for root.
        user: Effective user id; this process's by default.

    Raises:
        RunError: This is root, and nothing works.
    """
    if (os.geteuid() if user is None else user) != 0:
        return Launcher()
    for prefix in candidates:
        if _works(prefix):
            return Launcher(prefix=prefix)
    raise RunError(
        "Elasticsearch refuses to run as root, and neither unshare nor setpriv is allowed here",
        "run as another user (SEKKO_HOME and SEKKO_CACHE_DIR in folders of that user), "
        "or set SEKKO_ELASTICSEARCH_URL",
    )


def build_environment(home: NodeHome) -> dict[str, str]:
    """Build the whole environment of the server: nothing of the caller's leaks in but PATH.

    Without a UTF-8 locale the JVM cannot name files in Japanese folders, its own included.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home.folder),
        "LC_ALL": "C.UTF-8",
        "ES_JAVA_HOME": str(find_java()),
        "ES_PATH_CONF": str(home.config),
        "ES_TMPDIR": str(home.folder / "tmp"),
    }


def check_owner(home: NodeHome) -> None:
    """Refuse another user's folder.

    Raises:
        RunError: The folder belongs to someone else.
    """
    owner, user = home.folder.stat().st_uid, os.geteuid()
    if owner != user:
        raise RunError(
            f"{home.folder} belongs to user {owner}, this is user {user}",
            "run as that user, or set SEKKO_HOME to a folder of your own",
        )


def take_ownership(home: NodeHome) -> None:
    """As root, own all files again that a server started as another user made.

    So the next start may be of either kind.
    """
    if os.geteuid() != 0:
        return
    for folder, _, names in os.walk(home.folder):
        for path in (Path(folder), *(Path(folder, name) for name in names)):
            if path.stat(follow_symlinks=False).st_uid != 0:
                os.chown(path, 0, 0, follow_symlinks=False)


def _works(prefix: tuple[str, ...]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603
            [*prefix, "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0
