"""Everything that can be set, each from the environment as REHABCODE_<NAME>."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from rehabcode_service.emr.clients import CdsClient, read_clients


class Settings(BaseSettings):
    """How the service runs. What the codes are and how they are ranked is no setting."""

    model_config = SettingsConfigDict(env_prefix="REHABCODE_", frozen=True)

    host: str = Field(default="127.0.0.1", description="The address to listen on; 0.0.0.0 opens it to the network.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    max_characters: int = Field(default=200_000, ge=1, description="The longest note that is read, in characters.")
    public_base_url: AnyHttpUrl | None = Field(
        default=None,
        description="Where clients reach the service, when a proxy stands before it; shown in the OpenAPI document.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Origins of other sites whose pages may call the API, separated by commas; none by default.",
    )
    data_folder: Path | None = Field(
        default=None,
        description="Where loaded edit tables and descriptors are kept; the user's own data folder without it.",
    )
    cds_clients: Annotated[tuple[CdsClient, ...], NoDecode] = Field(
        default=(),
        description="A JSON file of the issuers whose signed CDS Hooks calls are answered; none are without it.",
    )
    cds_ledger: Path | None = Field(
        default=None,
        description="A SQLite file for used tokens, sent cards and feedback, shared by all processes; else in memory.",
    )
    practice_database: str | None = Field(
        default=None,
        repr=False,
        description="Where practice is kept, as a database URL; a SQLite file in the data folder without it.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least serious log line that is written."
    )

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(origin.strip().rstrip("/") for origin in value.split(",") if origin.strip())
        return value

    @field_validator("cors_origins")
    @classmethod
    def _named(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in value:
            raise ValueError("name each origin: '*' would let any page read what this service answers")
        return value

    @field_validator("cds_clients", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return read_clients(Path(value)) if isinstance(value, str | Path) else value

    @field_validator("cds_clients")
    @classmethod
    def _addressed(cls, value: tuple[CdsClient, ...], info: ValidationInfo) -> tuple[CdsClient, ...]:
        if value and info.data.get("public_base_url") is None:
            raise ValueError("set public_base_url too: the tokens of CDS clients are addressed to it")
        return value

    @property
    def base_url(self) -> str:
        """Where clients reach the service, without a slash at the end."""
        url = f"http://{self.host}:{self.port}" if self.public_base_url is None else str(self.public_base_url)
        return url.rstrip("/")
