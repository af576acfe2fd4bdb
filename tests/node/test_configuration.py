"""Configuration, ways of starting, and reasons for not starting; nothing here starts a node."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path

import pytest
import yaml

from pipeline.errors import RunError
from pipeline.node.configuration import ensure_password, write_configuration, write_secret
from pipeline.node.failures import DISK, KNOWN, MEMORY, build_failure, check_room
from pipeline.node.home import NodeHome
from pipeline.node.launcher import NAMESPACE, NOBODY, Launcher, build_environment, choose_launcher
from pipeline.node.logs import follow_log, read_tail

OPTIONS = """# a comment
-XX:+UseG1GC
20-:--add-modules=jdk.incubator.vector
-XX:+HeapDumpOnOutOfMemoryError
-XX:+ExitOnOutOfMemoryError
-Xlog:gc*,gc+age=trace:file=gc.log
"""


@pytest.fixture
def home(tmp_path: Path) -> NodeHome:
    folder = tmp_path / "斥候 の 家" / "node"
    folder.mkdir(parents=True)
    return NodeHome(folder=folder)


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    config = tmp_path / "server" / "config"
    config.mkdir(parents=True)
    (config / "jvm.options").write_text(OPTIONS)
    for name in ("role_mapping.yml", "roles.yml", "users", "users_roles"):
        (config / name).touch()
    return config.parent


def test_settings_survive_yaml(home: NodeHome, installation: Path) -> None:
    write_configuration(home, installation, 9200)
    settings = yaml.safe_load((home.config / "elasticsearch.yml").read_text(encoding="utf-8"))
    assert settings["path.data"] == str(home.data)
    assert settings["path.repo"] == [str(home.snapshots)]
    assert settings["http.port"] == "9200-9299"
    assert settings["http.host"] == settings["transport.host"] == "127.0.0.1"
    assert settings["xpack.security.enabled"] is True


def test_ports_end_at_the_last(home: NodeHome, installation: Path) -> None:
    write_configuration(home, installation, 65530)
    settings = yaml.safe_load((home.config / "elasticsearch.yml").read_text(encoding="utf-8"))
    assert settings["http.port"] == "65530-65535"


def test_options_of_the_jvm(home: NodeHome, installation: Path) -> None:
    write_configuration(home, installation, 9200)
    options = (home.config / "jvm.options").read_text(encoding="utf-8").splitlines()
    assert options == [
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xms512m",
        "-Xmx512m",
        f"-Dsekko.node={home.folder}",
    ]


def test_word_lists_and_users_stay(home: NodeHome, installation: Path) -> None:
    write_configuration(home, installation, 9200)
    words = home.config / "analysis" / "words.txt"
    words.write_text("反撃能力\n", encoding="utf-8")
    (home.config / "users").write_text("kept")
    write_configuration(home, installation, 9300)
    assert words.exists()
    assert (home.config / "users").read_text() == "kept"


def test_a_password_without_its_keystore_is_made_anew(home: NodeHome, installation: Path) -> None:
    """The tool is a real program here, but not Elasticsearch's: it keeps what it is given."""
    tool = installation / "bin" / "elasticsearch-keystore"
    tool.parent.mkdir()
    tool.write_text('#!/bin/sh\ncat > "$ES_PATH_CONF/elasticsearch.keystore"\n')
    tool.chmod(0o755)
    write_configuration(home, installation, 9200)
    first = ensure_password(home, installation, Launcher())
    keystore = home.config / "elasticsearch.keystore"
    assert keystore.read_text() == home.password.read_text() == first
    assert ensure_password(home, installation, Launcher()) == first
    keystore.unlink()
    assert ensure_password(home, installation, Launcher()) != first
    home.password.unlink()
    second = ensure_password(home, installation, Launcher())
    assert keystore.read_text() == home.password.read_text() == second
    assert home.password.stat().st_mode & 0o777 == 0o600


def test_a_tool_that_fails_is_quoted(home: NodeHome, installation: Path) -> None:
    tool = installation / "bin" / "elasticsearch-keystore"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho no entropy >&2\nexit 3\n")
    tool.chmod(0o755)
    write_configuration(home, installation, 9200)
    with pytest.raises(RunError, match="no entropy"):
        ensure_password(home, installation, Launcher())
    assert not home.password.exists()


def test_secrets_are_written_whole(tmp_path: Path) -> None:
    write_secret(tmp_path / "secret", "one")
    write_secret(tmp_path / "secret", "two")
    assert (tmp_path / "secret").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_nothing_of_the_callers_environment_leaks_in(
    home: NodeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m")
    monkeypatch.setenv("ES_JAVA_OPTS", "-Xmx1m")
    monkeypatch.setenv("LC_ALL", "POSIX")
    monkeypatch.delenv("PATH")
    environment = build_environment(home)
    assert environment["LC_ALL"] == "C.UTF-8"
    assert environment["PATH"]
    assert not {"JAVA_TOOL_OPTIONS", "ES_JAVA_OPTS"} & set(environment)


def test_a_plain_user_needs_no_other_name() -> None:
    assert choose_launcher(user=1000).prefix == ()


def test_root_takes_the_first_way_that_works() -> None:
    assert choose_launcher((("no-such-program",), ("false",), ("env",)), user=0).prefix == ("env",)


def test_root_for_whom_nothing_works_is_told_what_to_do() -> None:
    with pytest.raises(RunError, match="root") as failure:
        choose_launcher((("no-such-program",), ("false",)), user=0)
    assert "another user" in failure.value.hint


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes its name")
@pytest.mark.parametrize(("prefix", "user"), [(NAMESPACE, "1000"), (NOBODY, "65534")])
def test_root_under_another_name_may_enter_its_own_folders(
    tmp_path: Path, prefix: tuple[str, ...], user: str
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "file").write_text("read")
    script = f'id -u; test -r "{closed}/file" && cat "{closed}/file"; touch "{closed}/new"'
    done = subprocess.run([*prefix, "sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [user, "read"]
    assert (closed / "new").exists()


def test_too_little_memory_or_disk(tmp_path: Path) -> None:
    check_room(tmp_path, memory=MEMORY, disk=DISK)
    with pytest.raises(RunError, match="memory"):
        check_room(tmp_path, memory=MEMORY - 1, disk=DISK)
    with pytest.raises(RunError, match="SEKKO_HOME"):
        check_room(tmp_path, memory=MEMORY, disk=DISK - 1)


@pytest.mark.parametrize(("words", "hint"), KNOWN, ids=[words[0] for words, _ in KNOWN])
def test_known_failures_are_explained(home: NodeHome, words: tuple[str, ...], hint: str) -> None:
    for word in words:
        home.logs.mkdir(exist_ok=True)
        home.console.write_text(f"ERROR: something\njava.lang.Thing: {word}\n\tat org.x.Y\n")
        error = build_failure(home, "it ended with code 1", 0)
        assert error.hint == hint
        assert word in error.message
        assert "at org.x.Y" not in error.message


def test_only_the_log_of_this_start_counts(home: NodeHome) -> None:
    home.logs.mkdir()
    home.log.write_text("BindHttpException of last week\n")
    begin = home.log.stat().st_size
    with home.log.open("a") as log:
        log.write("fatal exception while booting\nunheard of\n" + "shutting down\n" * 30)
    error = build_failure(home, "it ended with code 1", begin)
    assert "last week" not in error.message
    assert "unheard of" in error.message
    assert "sekko node reset" in error.hint


def test_the_end_of_a_log(tmp_path: Path) -> None:
    assert read_tail(tmp_path / "none", 3) == []
    (tmp_path / "log").write_text("一\n二\n三\n", encoding="utf-8")
    assert read_tail(tmp_path / "log", 2) == ["二", "三"]


def test_a_log_is_followed_over_its_renewal(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("old\n")
    lines = follow_log(log)

    def grow(*texts: str) -> None:
        for text in texts:
            time.sleep(0.1)
            with log.open("a") as file:
                file.write(text)

    writer = threading.Thread(target=grow, args=("一", "二\n三\n"))
    writer.start()
    assert [next(lines), next(lines)] == ["一二", "三"]
    writer.join()
    log.write_text("new\n")
    assert next(lines) == "new"
