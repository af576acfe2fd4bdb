"""The one reader of environment variables. Settings are built once and passed in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pipeline.errors import RunError

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "SEKKO_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs between machines. Each field is `SEKKO_<NAME>` in the environment.

    Attributes:
        home: Machine-local state: the embedded node, Airflow's metadata. Never shared.
        cache_dir: Downloads, shared by all checkouts of one user.
        data_root: fsspec location of everything that a later night needs (folder or `s3://...`).
        sources: The sources file.
        decisions: The analysts' decisions on names; relative to nothing, a file beside the lexicon.
        watchlist: The standing queries that each night's new documents are held against.
        real_samples: Folder of third-party samples; sources that need it are off without it.
        elasticsearch_url: An existing cluster; the embedded node when unset.
        elasticsearch_api_key: Used instead of user and password when set.
        elasticsearch_ca: PEM file of the cluster's certificate authority.
        kibana_url: Kibana of that cluster, for `sekko kibana install`.
        index_prefix: First part of every index, alias and template name.
        contact: E-mail or URL in the user agent, so that a site's owner can reach us.
        raw_retention_days: Raw archives older than this are pruned; 0 keeps all.
        notify_url: Webhook that is told of a failed run; empty is off.
    """

    home: Path = PROJECT / "var"
    cache_dir: Path = Path("~/.cache/sekko")
    data_root: str = ""
    sources: Path = PROJECT / "pipeline" / "sources.yml"
    decisions: Path = PROJECT / "pipeline" / "enrich" / "lexicon" / "decisions.yml"
    watchlist: Path = PROJECT / "pipeline" / "serve" / "watchlist.yml"
    real_samples: Path | None = None
    elasticsearch_url: str | None = None
    elasticsearch_user: str = "elastic"
    elasticsearch_password: str | None = None
    elasticsearch_api_key: str | None = None
    elasticsearch_ca: Path | None = None
    kibana_url: str | None = None
    index_prefix: str = "sekko"
    node_port: int = 9200
    airflow_port: int = 8080
    contact: str = ""
    x_bearer_token: str | None = None
    raw_retention_days: int = 0
    notify_url: str = ""

    def __post_init__(self) -> None:
        """Make paths absolute and give the data root its place under `home`."""
        for name in (
            "home",
            "cache_dir",
            "sources",
            "decisions",
            "watchlist",
            "real_samples",
            "elasticsearch_ca",
        ):
            path = getattr(self, name)
            if path is not None:
                msgspec.structs.force_setattr(self, name, path.expanduser().absolute())
        if not self.data_root:
            msgspec.structs.force_setattr(self, "data_root", str(self.home / "data"))

    def __repr__(self) -> str:
        """Show everything but secrets."""
        secret = ("password", "api_key", "token")
        shown = {
            name: "***" if value and name.endswith(secret) else value
            for name, value in msgspec.structs.asdict(self).items()
        }
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Build the settings from `SEKKO_*` variables; an empty variable counts as unset.

    Raises:
        RunError: A variable has a value of the wrong type, or a name that no setting has.
    """
    variables = os.environ if environ is None else environ
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in variables.items()
        if name.startswith(PREFIX) and value
    }
    unknown = sorted(set(given) - set(Settings.__struct_fields__))
    if unknown:
        names = ", ".join(PREFIX + name.upper() for name in unknown)
        raise RunError(f"unknown settings in the environment: {names}", "see pipeline/settings.py")
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_decode_path)
    except msgspec.ValidationError as error:
        raise RunError(
            f"a SEKKO_* variable is wrong: {error}", "see pipeline/settings.py"
        ) from error


def _decode_path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(kind)
