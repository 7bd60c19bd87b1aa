"""What is set on the command line stands in the record of the run, and nothing else changes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Analyze

_PLACES = ("orient", "loci", "minisatellites")


def _recorded() -> dict[str, object]:
    parameters: dict[str, object] = json.loads(Path("out/output/run.json").read_bytes())[
        "parameters"
    ]
    return parameters


def test_without_options_genomes_are_turned_and_loci_catalogued(analyze: Analyze) -> None:
    assert analyze().exit_code == 0

    recorded = _recorded()
    assert [recorded[name] for name in _PLACES] == ["auto", True, False]


@pytest.mark.parametrize(
    ("options", "name", "value"),
    [
        (("--orient", "auto"), "orient", "auto"),
        (("--orient", "off"), "orient", "off"),
        (("--no-loci",), "loci", False),
        (("--minisatellites",), "minisatellites", True),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_an_option_sets_its_parameter_and_no_other(
    analyze: Analyze, options: tuple[str, ...], name: str, value: object
) -> None:
    analyze()
    without = _recorded()

    answer = analyze(*options, "--force")

    assert (answer.exit_code, answer.messages) == (0, [])
    assert _recorded() == {**without, name: value}


def test_longer_units_are_found_without_the_locus_catalogue_too(analyze: Analyze) -> None:
    assert analyze("--minisatellites", "--no-loci").exit_code == 0

    recorded = _recorded()
    assert [recorded[name] for name in _PLACES] == ["auto", False, True]


@pytest.mark.parametrize("value", ["on", "Auto", "", "true"])
def test_an_orientation_that_there_is_not_is_refused(analyze: Analyze, value: str) -> None:
    answer = analyze("--orient", value)

    assert answer.messages == [f"crossroad: orient is {value!r}: it must be auto or off."]
    assert answer.exit_code == 2
    assert not Path("out").exists()
