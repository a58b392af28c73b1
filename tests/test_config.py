"""The environment is read once; what cannot work stops the start with one sentence that names the variable."""

import stat
from pathlib import Path

import pytest

from config import Config, ConfigError

SECRET = "a-secret-of-good-length"


def read(folder: Path, **environ: str) -> Config:
    return Config.from_env({"INSTANCE": str(folder), **environ})


def test_it_starts_with_nothing_set(tmp_path: Path) -> None:
    config = read(tmp_path)
    assert config.base_url == "http://127.0.0.1:5000"
    assert config.database_url == f"sqlite:///{tmp_path}/helpdesk.db"
    assert config.blobs == tmp_path / "blobs"
    assert (config.worker, config.demo, config.log_level) == ("embedded", False, "INFO")


def test_the_base_url_follows_the_port(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8080").base_url == "http://127.0.0.1:8080"


def test_the_first_start_makes_a_secret_key_and_the_second_keeps_it(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) == 64
    assert read(tmp_path).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blobs", "secret_key"]


def test_a_given_secret_key_is_not_written_down(tmp_path: Path) -> None:
    assert read(tmp_path, SECRET_KEY=SECRET).secret_key == SECRET
    assert not (tmp_path / "secret_key").exists()


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")
    assert read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == SECRET


def test_an_empty_value_counts_as_not_set(tmp_path: Path) -> None:
    assert read(tmp_path, SENDGRID_API_KEY="", REDIS_URL=" ").sendgrid_api_key is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg(tmp_path: Path, scheme: str) -> None:
    config = read(tmp_path, DATABASE_URL=f"{scheme}://user:p%40ss@db/helpdesk")
    assert config.database_url == "postgresql+psycopg://user:p%40ss@db/helpdesk"


def test_a_relative_sqlite_path_counts_from_the_project(tmp_path: Path) -> None:
    url = read(tmp_path, DATABASE_URL="sqlite:///instance/helpdesk.db").database_url
    assert url.startswith("sqlite:////")
    assert url.endswith("/instance/helpdesk.db")


def test_networks_are_read_with_commas_or_spaces(tmp_path: Path) -> None:
    config = read(tmp_path, ALLOW_NETWORKS="127.0.0.0/8, fd00::/8 10.0.0.1")
    assert [str(network) for network in config.allow_networks] == ["127.0.0.0/8", "fd00::/8", "10.0.0.1/32"]


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"BASE_URL": "http://help.example.com"}, "BASE_URL must begin with https://"),
        ({"BASE_URL": "https://help.example.com/desk"}, "BASE_URL"),
        ({"BASE_URL": "help.example.com"}, "BASE_URL"),
        ({"BASE_URL": "https://[::1"}, "BASE_URL"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "five"}, "PORT"),
        ({"PORT": "99999"}, "PORT"),
        ({"HOST": "example.com"}, "HOST"),
        ({"WORKER": "both"}, "WORKER"),
        ({"WORKER": "external"}, "SECRET_KEY must be set"),
        ({"WEB_CONCURRENCY": "4"}, "WEB_CONCURRENCY must be 1"),
        ({"DEMO": "maybe"}, "DEMO"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
        ({"DATABASE_URL": "mysql://db/helpdesk"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL must name a SQLite file"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"REDIS_URL": "http://redis"}, "REDIS_URL"),
        ({"SMTP_URL": "mail.example.com:25"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example.com:port"}, "SMTP_URL"),
        ({"BLOBS": "s3://bucket"}, "S3 is not supported yet"),
        ({"TWILIO_ACCOUNT_SID": "AC1"}, "TWILIO_AUTH_TOKEN"),
        ({"TWILIO_AUTH_TOKEN": "x"}, "TWILIO_ACCOUNT_SID"),
        ({"SENDGRID_EVENT_PUBLIC_KEY": "no key"}, "SENDGRID_EVENT_PUBLIC_KEY"),
        ({"SENDGRID_EVENT_PUBLIC_KEY": "bm8ga2V5"}, "SENDGRID_EVENT_PUBLIC_KEY"),
        ({"ALLOW_NETWORKS": "10.0.0.1/8"}, "ALLOW_NETWORKS"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least"),
        ({"SECRET_KEY": SECRET, "SECRET_KEY_FILE": "/dev/null"}, "SECRET_KEY and SECRET_KEY_FILE are both set"),
        ({"SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE names a file that cannot be read"),
        ({"SECRET_KEY_FILE": "/dev/null"}, "SECRET_KEY_FILE names an empty file"),
        ({"INSTANCE": "/dev/null/folder"}, "INSTANCE"),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(tmp_path: Path, environ: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Config.from_env({"INSTANCE": str(tmp_path), **environ})
    assert named in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_an_external_worker_may_share_the_key_of_this_machine(tmp_path: Path) -> None:
    key = read(tmp_path).secret_key
    assert read(tmp_path, WORKER="external").secret_key == key


def test_it_never_shows_a_secret_when_logged(tmp_path: Path) -> None:
    config = read(
        tmp_path, SECRET_KEY=SECRET, SENDGRID_API_KEY="SG.hidden", SMTP_URL="smtp://me:hidden@mail",
        DATABASE_URL="postgresql://me:hidden@db/x", REDIS_URL="redis://:hidden@redis",
    )  # fmt: skip
    assert "hidden" not in repr(config)
    assert SECRET not in repr(config)


def test_cookies_are_locked_to_the_host_when_the_site_is_encrypted(tmp_path: Path) -> None:
    flask = read(tmp_path, BASE_URL="https://Help.example.com/").as_flask()
    assert flask["BASE_URL"] == "https://help.example.com"
    assert flask["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert flask["REMEMBER_COOKIE_NAME"].startswith("__Host-")
    assert flask["SESSION_COOKIE_SECURE"] is flask["REMEMBER_COOKIE_HTTPONLY"] is True


def test_cookies_work_without_encryption_on_loopback(tmp_path: Path) -> None:
    flask = read(tmp_path, BASE_URL="http://localhost:5000").as_flask()
    assert flask["SESSION_COOKIE_NAME"] == "helpdesk"
    assert flask["SESSION_COOKIE_SECURE"] is False
    assert flask["SESSION_COOKIE_SAMESITE"] == "Lax"
