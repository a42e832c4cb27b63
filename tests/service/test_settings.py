"""What can be set, and what cannot be set wrongly."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rehabcode_service.settings import Settings


def test_the_service_is_closed_to_the_network_unless_told(settings: Settings) -> None:
    assert (settings.host, settings.port, settings.cors_origins) == ("127.0.0.1", 8000, ())
    assert settings.max_characters == 200_000


@pytest.mark.parametrize(
    ("name", "value", "field", "held"),
    [
        ("REHABCODE_PORT", "9000", "port", 9000),
        ("REHABCODE_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("REHABCODE_MAX_CHARACTERS", "5000", "max_characters", 5000),
        ("REHABCODE_LOG_LEVEL", "debug", "log_level", "debug"),
        (
            "REHABCODE_CORS_ORIGINS",
            "https://a.example,https://b.example/",
            "cors_origins",
            ("https://a.example", "https://b.example"),
        ),
    ],
)
def test_the_environment_sets(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, held: object
) -> None:
    assert getattr(settings, field) != held
    monkeypatch.setenv(name, value)
    assert getattr(Settings(), field) == held


@pytest.mark.parametrize(
    ("name", "value", "match"),
    [
        ("REHABCODE_PORT", "70000", "less than or equal to 65535"),
        ("REHABCODE_MAX_CHARACTERS", "0", "greater than or equal to 1"),
        ("REHABCODE_PUBLIC_BASE_URL", "emr", "valid URL"),
        ("REHABCODE_CORS_ORIGINS", "*", "name each origin"),
        ("REHABCODE_LOG_LEVEL", "all", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, match: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=match):
        Settings()
