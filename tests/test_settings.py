"""Settings: defaults, changed by the environment, changed by the command line."""

from pathlib import Path

import pytest

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.settings import Settings, default_data_dir, load_settings

HERE = {"CROSSROAD_DATA_DIR": "/data"}


def test_defaults() -> None:
    settings = load_settings({})
    assert settings.data_dir == default_data_dir()
    assert settings.job_dir == settings.data_dir / "jobOut"
    assert (settings.host, settings.port, settings.max_jobs) == ("127.0.0.1", 0, 2)
    assert (settings.memory_limit_bytes, settings.max_upload_bytes) == (None, 20 * 1024**3)


def test_the_environment_goes_before_defaults() -> None:
    environment = {
        "CROSSROAD_DATA_DIR": "/data",
        "CROSSROAD_JOB_DIR": "/jobs",
        "CROSSROAD_HOST": "localhost",
        "CROSSROAD_PORT": "8080",
        "CROSSROAD_MAX_JOBS": "4",
        "CROSSROAD_MEMORY_LIMIT": "2GB",
        "CROSSROAD_MAX_UPLOAD_BYTES": "1000",
    }
    assert load_settings(environment) == Settings(
        Path("/data"), Path("/jobs"), "localhost", 8080, 4, 2_000_000_000, 1000
    )


def test_overrides_go_before_the_environment() -> None:
    environment = {"CROSSROAD_PORT": "8080", "CROSSROAD_MAX_JOBS": "4", **HERE}
    settings = load_settings(environment, port=9090, max_jobs=None, job_dir=Path("/mine"))
    assert (settings.port, settings.max_jobs, settings.job_dir) == (9090, 4, Path("/mine"))


def test_an_empty_variable_is_not_given() -> None:
    assert load_settings({"CROSSROAD_PORT": "", **HERE}).port == 0


def test_files_of_the_program_and_of_the_jobs_lie_apart() -> None:
    settings = load_settings({"CROSSROAD_JOB_DIR": "/jobs", **HERE})
    assert settings.database_path == Path("/jobs/jobs.sqlite3")
    assert settings.server_file == Path("/data/server.json")
    assert settings.log_path == Path("/data/crossroad.log")


def test_relative_folders_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/someone")
    settings = load_settings({"CROSSROAD_DATA_DIR": "~/data", "CROSSROAD_JOB_DIR": "jobs"})
    assert settings.data_dir == Path("/home/someone/data")
    assert settings.job_dir == tmp_path / "jobs"


def test_a_child_process_gets_the_same_settings() -> None:
    for settings in (
        load_settings(HERE),
        load_settings(HERE, port=1, memory_limit_bytes="1.5GiB", max_jobs=3),
    ):
        assert load_settings(settings.as_environment()) == settings


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("300000000", 300_000_000), ("300MB", 300_000_000), ("1 gb", 10**9), ("1GiB", 2**30),
        ("0.5tb", 5 * 10**11), ("900000KiB", 900_000 * 1024),
    ],
)  # fmt: skip
def test_sizes_may_have_units(text: str, size: int) -> None:
    assert load_settings({"CROSSROAD_MEMORY_LIMIT": text, **HERE}).memory_limit_bytes == size


@pytest.mark.parametrize(
    ("variable", "text", "message"),
    [
        ("PORT", "65536", "it must be a whole number from 0 to 65,535."),
        ("PORT", "-1", "it must be a whole number from 0 to 65,535."),
        ("PORT", "http", "it must be a whole number from 0 to 65,535."),
        ("PORT", "\N{ARABIC-INDIC DIGIT THREE}", "it must be a whole number from 0 to 65,535."),
        ("MAX_JOBS", "0", "it must be a whole number from 1 to 256."),
        ("MAX_JOBS", "1.5", "it must be a whole number from 1 to 256."),
        ("MEMORY_LIMIT", "much", "it must be a size such as 2GB or 500MB."),
        ("MEMORY_LIMIT", "2 parsec", "it must be a size such as 2GB or 500MB."),
        ("MEMORY_LIMIT", "1MB", "it must be 256,000,000 bytes or more."),
        ("MAX_UPLOAD_BYTES", "0", "it must be 1 bytes or more."),
        ("HOST", "here, there", "it must be an address such as 127.0.0.1."),
    ],
)
def test_values_that_do_not_fit_are_told(variable: str, text: str, message: str) -> None:
    with pytest.raises(ParameterError) as problem:
        load_settings({f"CROSSROAD_{variable}": text, **HERE})
    assert str(problem.value) == f"CROSSROAD_{variable} is {text!r}: {message}"


def test_a_bad_override_is_told_by_its_own_name() -> None:
    with pytest.raises(ParameterError, match=r"^port is '99999': "):
        load_settings({}, port=99999)


def test_a_setting_that_is_none_is_our_fault() -> None:
    with pytest.raises(TypeError, match="colour"):
        load_settings({}, colour="red")
