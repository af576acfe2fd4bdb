"""The index behind the aliases: find it, make it, refuse one that is not ours."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import stamina

from pipeline.documents import Record
from pipeline.elastic import connect, describe, named_errors, read_alias, write_alias
from pipeline.errors import RunError
from pipeline.lexicon import Lexicon, read_current_lexicon
from pipeline.load.analysis import Analysis, build_analysis
from pipeline.load.cluster import check_cluster
from pipeline.load.names import IndexName, build_name, is_ours, parse_name
from pipeline.load.templates import Templates, install_templates, read_templates
from pipeline.settings import Settings

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

log = logging.getLogger(__name__)

OWNER = "sekko"
SHARD_SECONDS = 30.0


class Index(Record, frozen=True, kw_only=True):
    """One index of ours.

    Attributes:
        uuid: Changes when the index is made anew; the loader's cursors are bound to it.
        schema: Version of the template that it was made with.
        lexicon: Version of the lexicon in its analysis.
        building: Id of the run that fills it, while it is not yet behind the aliases.
    """

    name: str
    uuid: str
    schema: int
    lexicon: str
    building: str | None = None


def ensure_index(settings: Settings) -> Index:
    """Install templates, and make the first index with its aliases if there is none.

    Returns:
        The index behind the write alias.

    Raises:
        RunError: The cluster cannot take it, a foreign index has our name, or the index has
            another schema than this code.
        TransientError: The cluster is down or busy.
    """
    with named_errors(settings), connect(settings) as client:
        live = find_live(client, settings)
        templates = read_templates(settings)
        if live is None:
            check_cluster(client)
        elif live.schema != templates.schema:
            raise RunError(
                f"{live.name} has schema {live.schema}, this code writes {templates.schema}",
                "run `sekko index rebuild`; readers keep the old index until it is swapped",
            )
        install_templates(client, templates)
        return _await_shard(client, live or _create_first(client, settings, templates))


def require_live(client: Elasticsearch, settings: Settings) -> Index:
    """Return the index behind the aliases.

    Raises:
        RunError: There is none.
    """
    live = find_live(client, settings)
    if live is None:
        raise RunError(
            f"there is no index behind {read_alias(settings)} yet",
            "run a night (`sekko run`), or `sekko index create`",
        )
    return live


def find_live(client: Elasticsearch, settings: Settings) -> Index | None:
    """Return the index behind the aliases; None when there is none.

    Raises:
        RunError: The aliases point at something else, or an index has an alias's name.
    """
    names = (read_alias(settings), write_alias(settings))
    quiet = client.options(ignore_status=404)
    answer = quiet.indices.get(index=",".join(names), features="aliases")
    if answer.meta.status == 404:
        _refuse_half(client, names)
        return None
    behind = {
        alias: [name for name, body in answer.body.items() if alias in body["aliases"]]
        for alias in names
    }
    for name in answer.body:
        if not is_ours(name, settings):
            raise RunError(
                f"{name} is in the way of {names[0]}, and is no index of ours",
                "rename or remove it, or set SEKKO_INDEX_PREFIX to another prefix",
            )
    if behind[names[0]] != behind[names[1]] or len(answer.body) != 1:
        raise RunError(
            f"the aliases disagree: {names[0]} -> {behind[names[0]]}, {names[1]} ->"
            f" {behind[names[1]]}",
            "point both at one index with `sekko index rollback`",
        )
    return read_index(client, next(iter(answer.body)))


def _refuse_half(client: Elasticsearch, names: tuple[str, ...]) -> None:
    """Refuse an index or alias of which only one of our two names is taken."""
    for name in names:
        if client.indices.exists(index=name):
            found = ", ".join(client.indices.get(index=name, features="aliases").body)
            raise RunError(
                f"{name} is taken by {found}, and its sister alias is missing",
                "rename or remove it, or set SEKKO_INDEX_PREFIX to another prefix",
            )


def read_index(client: Elasticsearch, name: str) -> Index:
    """Read what an index says of itself.

    Raises:
        RunError: It was not made by this project.
    """
    body = client.indices.get(index=name, features="mappings,settings").body[name]
    meta = body["mappings"].get("_meta", {})
    if meta.get("owner") != OWNER:
        raise RunError(
            f"index {name} has our name but was not made by us",
            "rename or remove it, or set SEKKO_INDEX_PREFIX to another prefix",
        )
    return Index(
        name=name,
        uuid=body["settings"]["index"]["uuid"],
        schema=meta["schema"],
        lexicon=meta["lexicon"],
        building=meta.get("building"),
    )


def list_indices(client: Elasticsearch, settings: Settings) -> list[str]:
    """Return the names of all indices of ours, the oldest first."""
    found = client.indices.get(
        index=f"{read_alias(settings)}-v*", features="settings", allow_no_indices=True
    )
    ours = [name for name in found.body if is_ours(name, settings)]
    return sorted(ours, key=_number)


def create_index(
    client: Elasticsearch,
    settings: Settings,
    templates: Templates,
    lexicon: Lexicon,
    *,
    building: str | None = None,
    live: bool = False,
) -> Index:
    """Make the next index, with the lexicon in its analysis.

    Args:
        building: Id of the run that fills it beside the live one.
        live: Put both aliases on it at once (the first index of all).

    Raises:
        RunError: The analysis is refused.
    """
    from elasticsearch import BadRequestError

    analysis = build_analysis(lexicon)
    existing = list_indices(client, settings)
    number = _number(existing[-1]) + 1 if existing else 1
    name = build_name(IndexName(read_alias(settings), templates.schema, number))
    aliases = {read_alias(settings): {}, write_alias(settings): {"is_write_index": True}}
    meta = {"owner": OWNER, "schema": templates.schema, "lexicon": analysis.version}
    try:
        client.indices.create(
            index=name,
            settings={"index": analysis.settings()},
            mappings={"_meta": {**meta, **({"building": building} if building else {})}},
            aliases=aliases if live else None,
        )
    except BadRequestError as error:
        if error.error == "resource_already_exists_exception":
            raise
        raise _explain_refusal(error.body, analysis) from error
    log.info("made %s with lexicon %s", name, analysis.version)
    return read_index(client, name)


def mark_finished(client: Elasticsearch, index: Index, started: str, swapped: str) -> None:
    """Take the mark of a build off an index, and say when it was built and swapped to.

    Who polled by `indexed_at` in between has missed what the build sent, and can tell by these.
    """
    meta = {
        "owner": OWNER,
        "schema": index.schema,
        "lexicon": index.lexicon,
        "build_started": started,
        "swapped_at": swapped,
    }
    client.indices.put_mapping(index=index.name, meta=meta)


def _create_first(client: Elasticsearch, settings: Settings, templates: Templates) -> Index:
    from elasticsearch import ApiError

    lexicon = read_current_lexicon(settings)
    try:
        return create_index(client, settings, templates, lexicon, live=True)
    except ApiError:
        # The task of another source was quicker: the name is taken, or the write alias is.
        live = find_live(client, settings)
        if live is None:
            raise
        return live


def _await_shard(client: Elasticsearch, index: Index) -> Index:
    """Wait until an index can be read: the task of another source may have made it just now."""
    eager = client.options(max_retries=0)
    for attempt in stamina.retry_context(on=_is_unavailable, attempts=None, timeout=SHARD_SECONDS):
        with attempt:
            eager.count(index=index.name, terminate_after=1)
    return index


def _is_unavailable(error: Exception) -> bool:
    from elasticsearch import ApiError

    return isinstance(error, ApiError) and error.status_code == 503


def _explain_refusal(body: object, analysis: Analysis) -> RunError:
    return RunError(
        f"Elasticsearch refuses the index: {describe(body)}",
        f"lexicon {analysis.version}: `sekko index lint` shows what is compiled from it",
    )


def _number(name: str) -> int:
    parsed = parse_name(name)
    return parsed.number if parsed else 0
