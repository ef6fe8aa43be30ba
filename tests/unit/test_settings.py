"""Settings: read once from the environment, and a clear word where one cannot be read."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from server.secrets_file import kept_secret, secret_key
from server.settings import SettingNotSound, Settings, read


def test_what_is_not_set_has_its_default() -> None:
    assert read({}) == Settings()


def test_every_setting_can_be_set_by_its_variable() -> None:
    given = {
        "data": "elsewhere",
        "port": "9000",
        "trusted_proxies": "1",
        "max_connections": "10",
        "cookie_secure": "yes",
    }
    for setting in fields(Settings):
        text = given.get(setting.name, "17" if type(setting.default) is int else "other")
        value = getattr(read({f"ANTREAN_{setting.name.upper()}": text}), setting.name)
        assert value != setting.default, setting.name
        assert type(value) is type(setting.default) or isinstance(value, Path)


@pytest.mark.parametrize(
    ("name", "text"), [("PORT", "eighty"), ("COOKIE_SECURE", "perhaps"), ("TRUSTED_PROXIES", "1.5")]
)
def test_a_setting_that_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingNotSound, match=f"ANTREAN_{name}='{text}'"):
        read({f"ANTREAN_{name}": text})


def test_what_the_command_line_says_goes_before_the_environment() -> None:
    assert read({"ANTREAN_PORT": "9000"}, port=9001, host=None) == Settings(port=9001)


def test_settings_do_not_change_while_the_house_runs() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_the_database_lies_in_the_data_folder_unless_said_otherwise() -> None:
    assert Settings(data=Path("there")).url == "sqlite:///there/antrean.db"
    assert Settings(database_url="postgresql://x").url == "postgresql://x"


def test_the_session_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "data")
    assert secret_key(tmp_path / "data") == first
    assert len(first) == 64
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0
    assert secret_key(tmp_path / "other") != first
    assert kept_secret(tmp_path / "data" / "secret_key", "fresh") == first


def test_a_secret_that_a_power_cut_left_empty_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "command_line_key").touch()
    kept = kept_secret(tmp_path / "command_line_key", "fresh")
    assert kept == kept_secret(tmp_path / "command_line_key", "another") == "fresh"
    assert [file.name for file in tmp_path.iterdir()] == ["command_line_key"]
    assert (tmp_path / "command_line_key").stat().st_mode & 0o077 == 0
