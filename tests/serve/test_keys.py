"""Keys: each role can do what it must, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from pipeline.elastic import connect, read_alias, read_node_state, tombstone_index, write_alias
from pipeline.errors import RunError
from pipeline.load.checks import check_source
from pipeline.load.rebuild import rebuild_index
from pipeline.load.stage import delete_documents
from pipeline.serve.entities import EntityLookup
from pipeline.serve.export import Export, export_documents
from pipeline.serve.keys import Role, create_key, list_keys, revoke_key
from pipeline.serve.query import Search
from pipeline.serve.search import run_search
from pipeline.settings import Settings
from tests.indexed import (
    LEXICON,
    RUN,
    build_post,
    build_source,
    index_posts,
    load_small,
    open_store,
)

pytestmark = pytest.mark.live

LOOKUP = EntityLookup(LEXICON)
ROLES: tuple[Role, ...] = ("loader", "analyst", "reader")


@pytest.fixture(scope="module")
def admin(module_index_settings: Settings) -> Settings:
    index_posts(module_index_settings, [build_post(n, "米国の話") for n in range(3)])
    delete_documents(module_index_settings, (build_post("never").id,))
    return module_index_settings


@pytest.fixture(scope="module")
def keyed(admin: Settings) -> Iterator[dict[Role, Settings]]:
    """The settings of a user of each role: no password, only its key."""
    url = read_node_state(admin)[0].url
    keys = {role: create_key(admin, role, f"test-{role}") for role in ROLES}
    yield {
        role: msgspec.structs.replace(
            admin, elasticsearch_url=url, elasticsearch_api_key=key.encoded
        )
        for role, key in keys.items()
    }
    for role in ROLES:
        revoke_key(admin, f"test-{role}")


def test_the_loader_loads_checks_rebuilds_and_deletes(keyed: dict[Role, Settings]) -> None:
    loader = keyed["loader"]
    open_store(loader).upsert([build_post("by key")])
    assert load_small(loader).written == 1
    assert check_source(build_source(), loader, RUN).rejected == {}
    rebuild_index((build_source(),), loader, RUN, lexicon=LEXICON)
    assert delete_documents(loader, (build_post("by key").id,)) == 1


@pytest.mark.parametrize("role", ["analyst", "reader"])
def test_readers_search_and_export(keyed: dict[Role, Settings], role: Role, tmp_path: Path) -> None:
    assert run_search(keyed[role], Search(text="米国"), LOOKUP).total >= 3
    export = Export(changed_since="2020-01-01T00:00:00+00:00")
    report = export_documents(keyed[role], tmp_path / "x.jsonl", export)
    assert report.documents >= 3
    assert report.deleted >= 1


Attempt = Callable[[Elasticsearch, Settings], object]

WRITES: dict[str, Attempt] = {
    "write": lambda c, s: c.index(index=write_alias(s), id="x", document={"id": "x"}),
    "delete": lambda c, s: c.delete(index=read_alias(s), id=build_post(1).id),
    "tombstone": lambda c, s: c.index(index=tombstone_index(s), id="x", document={"id": "x"}),
    "drop": lambda c, s: c.indices.delete(index=f"{read_alias(s)}-v1-000001"),
    "mapping": lambda c, s: c.indices.put_mapping(index=read_alias(s), dynamic="true"),
    "template": lambda c, s: c.indices.put_index_template(name="x", index_patterns=["x*"]),
}
NOBODY: dict[str, Attempt] = {
    "other index": lambda c, s: c.index(index="somebody-elses", id="x", document={"a": 1}),
    "read other": lambda c, s: c.search(index=".security-7"),
    "user": lambda c, s: c.security.put_user(username="x", password="xxxxxx", roles=["superuser"]),
    "key": lambda c, s: c.security.create_api_key(name="x"),
    "settings": lambda c, s: c.cluster.put_settings(
        persistent={"action.auto_create_index": "true"}
    ),
    "snapshot": lambda c, s: c.snapshot.create_repository(
        name="x", repository={"type": "fs", "settings": {"location": "x"}}
    ),
}
FORBIDDEN = [
    *((role, name, attempt) for role in ROLES for name, attempt in NOBODY.items()),
    *((role, name, attempt) for role in ROLES[1:] for name, attempt in WRITES.items()),
]


@pytest.mark.parametrize(
    ("role", "attempt"),
    [(role, attempt) for role, _, attempt in FORBIDDEN],
    ids=[f"{role}: {name}" for role, name, _ in FORBIDDEN],
)
def test_nothing_else(keyed: dict[Role, Settings], role: Role, attempt: Attempt) -> None:
    with connect(keyed[role]) as client, pytest.raises(AuthorizationException):
        attempt(client, keyed[role])


def test_a_key_lives_from_create_to_revoke(admin: Settings) -> None:
    made = create_key(admin, "reader", "short-lived", days=7)
    (listed,) = [key for key in list_keys(admin) if key.name == "short-lived"]
    assert (listed.id, listed.role) == (made.id, "reader")
    assert listed.expires is not None
    assert made.encoded not in repr(listed)
    with pytest.raises(RunError, match="a key named 'short-lived' is valid"):
        create_key(admin, "reader", "short-lived")
    url = read_node_state(admin)[0].url
    with_key = msgspec.structs.replace(
        admin, elasticsearch_url=url, elasticsearch_api_key=made.encoded
    )
    assert made.encoded not in repr(with_key)
    run_search(with_key, Search(), LOOKUP)
    revoke_key(admin, "short-lived")
    with pytest.raises(RunError, match="refuses the user or key"):
        run_search(with_key, Search(), LOOKUP)
    with pytest.raises(RunError, match="no valid key"):
        revoke_key(admin, "short-lived")


def test_a_key_without_the_right_cannot_make_keys(keyed: dict[Role, Settings]) -> None:
    with pytest.raises(RunError, match="may not do this"):
        create_key(keyed["reader"], "loader", "climbing")
