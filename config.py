"""Every setting of the installation, typed; the only reader of the environment.

A secret may be given as NAME or, from a mounted file, as NAME_FILE.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from environs import Env, EnvError

Mode = Literal["production", "demo", "test"]
ROOT = Path(__file__).parent


class BadSetting(ValueError):
    """A setting that cannot be used; the message says which and what would be valid."""


@dataclass(frozen=True)
class Settings:
    """What an installation can choose. URLs name the backend of each outside thing."""

    mode: Mode
    secret_key: str
    instance: Path
    database_url: str
    jobs_url: str
    storage_url: str
    mail_url: str
    mail_sender: str = "ne-pas-repondre@localhost"
    base_url: str = "http://localhost:8000"
    locales: tuple[str, ...] = ("ar", "fr")
    site_name: dict[str, str] = field(
        default_factory=lambda: {
            "ar": "منصة المناظرات",
            "fr": "Mounadara, la plateforme des assises nationales",
        }
    )
    help_phone: str = "+212537000000"
    limits_url: str = "memory:"
    proxies: int = 0
    audit_key: str = ""
    max_upload_bytes: int = 20 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.mode == "production":
            self._refuse_unsafe_production()
        if not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise BadSetting("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.")
        sqlite = self.database_url.removeprefix("sqlite:///")
        if sqlite != self.database_url and not Path(sqlite).is_absolute():
            raise BadSetting(
                "DATABASE_URL must name an absolute path: sqlite:////var/lib/mounadara/data.sqlite."
            )
        if not self.mail_url.startswith(("folder:", "smtp://", "smtps://", "memory:")):
            raise BadSetting("MAIL_URL must begin with folder:, smtp:// or smtps://.")
        if not self.storage_url.startswith(("file:", "memory:", "s3:")):
            raise BadSetting("STORAGE_URL must begin with file: or s3:.")
        if not self.jobs_url.startswith(("sqlite:", "redis://", "memory:")):
            raise BadSetting("JOBS_URL must begin with sqlite: or redis://.")
        if self.limits_url not in ("memory:", "none:") and not self.limits_url.startswith("redis://"):
            raise BadSetting("LIMITS_URL must be memory: or begin with redis://.")
        if self.limits_url == "none:" and self.mode != "test":
            raise BadSetting("LIMITS_URL must be memory: or begin with redis://.")
        if self.audit_key and len(self.audit_key) < 32:
            raise BadSetting("AUDIT_KEY must be at least 32 random characters, or absent.")
        if not 0 <= self.proxies <= 5:
            raise BadSetting("TRUSTED_PROXIES must be the number of proxies before the platform: 0 to 5.")

    def _refuse_unsafe_production(self) -> None:
        if len(self.secret_key) < 32:
            raise BadSetting("SECRET_KEY must be set in production: at least 32 random characters.")
        if not self.mail_url.startswith(("smtp://", "smtps://")):
            raise BadSetting("MAIL_URL must be set in production: smtp://user:password@host:587.")
        if self.mail_sender.endswith("@localhost"):
            raise BadSetting("MAIL_SENDER must be set in production: the address that letters come from.")
        if not self.help_phone:
            raise BadSetting("HELP_PHONE must be set in production: the number shown on every page.")
        if not self.base_url.startswith("https://"):
            raise BadSetting("BASE_URL must be set in production and begin with https://.")

    @property
    def demo(self) -> bool:
        return self.mode == "demo"


def load() -> Settings:
    """Read the settings from the environment (and `.env` is never read).

    Raises BadSetting with one sentence that names the setting.
    """
    env = Env()
    try:
        mode = env.str("MOUNADARA_MODE", "production")
        if mode not in ("production", "demo"):  # "test" is for the suite, which builds its own settings
            raise BadSetting("MOUNADARA_MODE must be production or demo.")
        instance = Path(env.str("INSTANCE_PATH", str(ROOT / "instance"))).resolve()
        return Settings(
            mode=mode,  # type: ignore[arg-type]
            secret_key=_secret_key(env, mode, instance),
            instance=instance,
            database_url=_secret(env, "DATABASE_URL") or f"sqlite:///{instance / 'mounadara.sqlite'}",
            jobs_url=_secret(env, "JOBS_URL") or f"sqlite:{instance / 'jobs.sqlite'}",
            storage_url=_secret(env, "STORAGE_URL") or f"file:{instance / 'files'}",
            mail_url=_secret(env, "MAIL_URL")
            or ("" if mode == "production" else f"folder:{instance / 'outbox'}"),
            mail_sender=env.str("MAIL_SENDER", "ne-pas-repondre@localhost"),
            site_name={
                "ar": env.str("SITE_NAME_AR", "منصة المناظرات"),
                "fr": env.str("SITE_NAME_FR", "Mounadara, la plateforme des assises nationales"),
            },
            base_url=env.str("BASE_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/"),
            help_phone=env.str("HELP_PHONE", "" if mode == "production" else "+212537000000"),
            limits_url=_secret(env, "LIMITS_URL") or "memory:",
            proxies=env.int("TRUSTED_PROXIES", 0),
            audit_key=_secret(env, "AUDIT_KEY"),
            locales=tuple(env.list("LOCALES", ["ar", "fr"])),
            max_upload_bytes=env.int("MAX_UPLOAD_MB", 20) * 1024 * 1024,
        )
    except EnvError as error:
        raise BadSetting(str(error)) from error


def _secret(env: Env, name: str) -> str:
    path = env.str(f"{name}_FILE", "")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE cannot be read: {path}.") from error
    return env.str(name, "")


def _secret_key(env: Env, mode: str, instance: Path) -> str:
    """The given key; outside production one is made on the first start and kept in the instance folder."""
    given = _secret(env, "SECRET_KEY")
    if given or mode == "production":
        return given
    kept = instance / "secret.key"
    if not kept.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return kept.read_text().strip()
