"""Swaps: both aliases move in one call, so that no reader ever sees none or two indices."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.elastic import connect, named_errors, read_alias, write_alias
from pipeline.errors import RunError
from pipeline.load.cursor import delete_cursors
from pipeline.load.index import list_indices, read_index
from pipeline.load.templates import has_lifecycle
from pipeline.settings import Settings
from pipeline.store import DataRoot

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = logging.getLogger(__name__)

KEEP = 1  # replaced indices that stay for a roll-back


def swap_aliases(client: Elasticsearch, settings: Settings, target: str) -> tuple[str, ...]:
    """Point both aliases at `target` and away from all else, in one call.

    Returns:
        The indices that they pointed at before.
    """
    names = (read_alias(settings), write_alias(settings))
    answer = client.options(ignore_status=404).indices.get_alias(name=",".join(names))
    before = {
        index: [alias for alias in names if alias in body["aliases"]]
        for index, body in answer.body.items()
        if isinstance(body, dict) and "aliases" in body  # a 404 also lists what it did find
    }
    actions: list[dict[str, Any]] = [
        {"remove": {"index": index, "alias": alias, "must_exist": True}}
        for index, aliases in before.items()
        for alias in aliases
        if index != target
    ]
    actions += [
        {"add": {"index": target, "alias": names[0]}},
        {"add": {"index": target, "alias": names[1], "is_write_index": True}},
    ]
    client.indices.update_aliases(actions=actions)
    log.info("%s and %s: %s -> %s", *names, ", ".join(before) or "nothing", target)
    return tuple(index for index in before if index != target)


def retire(client: Elasticsearch, settings: Settings, index: str) -> None:
    """Start the end of a replaced index's life, on a cluster that has ILM; see `mappings/ilm`."""
    if has_lifecycle(client):
        now = int(datetime.now(UTC).timestamp() * 1000)
        policy = f"{settings.index_prefix}-retired"
        lifecycle = {"lifecycle": {"name": policy, "origination_date": now}}
        client.indices.put_settings(index=index, settings={"index": lifecycle})


def prune_indices(
    client: Elasticsearch, settings: Settings, live: str, keep: int = KEEP
) -> list[str]:
    """Delete replaced indices but the newest `keep`, with their cursors; return their names."""
    replaced = [name for name in list_indices(client, settings) if name != live]
    old = replaced[: len(replaced) - keep]
    for name in old:
        delete_index(client, settings, name)
    return old


def delete_index(client: Elasticsearch, settings: Settings, name: str) -> None:
    """Delete an index of ours and the loader's cursors for it."""
    index = read_index(client, name)
    client.indices.delete(index=name)
    delete_cursors(DataRoot(settings.data_root), index.uuid)
    log.info("deleted %s", name)


def roll_back(settings: Settings, to: str | None = None) -> tuple[tuple[str, ...], str]:
    """Point the aliases at the index before, or at a named one.

    What was loaded since is loaded into it by the next night: its cursors are still there.

    Returns:
        Where the aliases pointed, and where they point now.

    Raises:
        RunError: There is no other index, or none of that name.
    """
    with named_errors(settings), connect(settings) as client:
        names = [n for n in list_indices(client, settings) if not read_index(client, n).building]
        holder = client.options(ignore_status=404).indices.get_alias(name=read_alias(settings))
        live = next((name for name in names if name in holder.body), None)
        older = names[: names.index(live)] if live in names else names
        target = to or (older[-1] if older else None)
        if target is None or target not in names:
            listed = ", ".join(names) or "none"
            raise RunError(f"no index to go back to: {to or 'nothing before ' + str(live)}", listed)
        before = swap_aliases(client, settings, target)
        if has_lifecycle(client):
            client.indices.put_settings(index=target, settings={"index.lifecycle.name": None})
        for index in before:
            retire(client, settings, index)
        return before, target
