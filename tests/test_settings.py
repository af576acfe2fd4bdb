"""Settings: read once, from SEKKO_* only, and loud about what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.settings import read_settings


def test_defaults_lie_in_the_checkout() -> None:
    settings = read_settings({})
    assert settings.data_root == str(settings.home / "data")
    assert settings.elasticsearch_url is None


def test_values_are_typed_and_empty_ones_are_unset(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "SEKKO_HOME": str(tmp_path),
            "SEKKO_NODE_PORT": "9333",
            "SEKKO_REAL_SAMPLES": "",
            "OTHER": "x",
        }
    )
    assert (settings.home, settings.node_port, settings.real_samples) == (tmp_path, 9333, None)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [("SEKKO_NODE_PORT", "many", "node_port"), ("SEKKO_HOEM", "x", "SEKKO_HOEM")],
)
def test_wrong_variables_are_named(variable: str, value: str, message: str) -> None:
    with pytest.raises(RunError, match=message):
        read_settings({variable: value})


def test_secrets_are_not_shown() -> None:
    settings = read_settings(
        {"SEKKO_X_BEARER_TOKEN": "s3cr3t", "SEKKO_ELASTICSEARCH_PASSWORD": "s3cr3t"}
    )
    assert "s3cr3t" not in repr(settings)
    assert "x_bearer_token='***'" in repr(settings)
