"""Which values of parameters are taken, and what is said of the others."""

import pytest

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline.parameters import AnalysisParameters, parse_parameters


@pytest.mark.parametrize(
    ("given", "value"), [(12, 12), ("12", 12), (" 12 ", 12), (12.0, 12), ("2", 2), (1000, 1000)]
)
def test_whole_numbers_and_their_digits_are_taken(given: object, value: int) -> None:
    assert parse_parameters({"mono": given}).mono == value


@pytest.mark.parametrize(
    "given", ["x", "", "12.0", "1_2", "0x10", 2.5, float("nan"), float("inf"), None, [12], True]
)
def test_what_is_no_whole_number_is_refused(given: object) -> None:
    with pytest.raises(ParameterError) as problem:
        parse_parameters({"mono": given})
    assert str(problem.value) == f"mono is {given!r}: it must be a whole number from 2 to 1000."


@pytest.mark.parametrize("given", ["no", 1, None])
def test_switches_are_true_or_false(given: object) -> None:
    with pytest.raises(ParameterError) as problem:
        parse_parameters({"flanks": given})
    assert str(problem.value) == f"flanks is {given!r}: it must be true or false."


@pytest.mark.parametrize("given", ["", 5, ["a"]])
def test_a_reference_is_a_genome_id(given: object) -> None:
    with pytest.raises(ParameterError) as problem:
        parse_parameters({"reference_id": given})
    assert str(problem.value) == f"reference_id is {given!r}: it must be a genome id."


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(ParameterError) as problem:
        parse_parameters({"hexe": 2})
    assert str(problem.value) == "There is no parameter 'hexe'. Did you mean hexa?"


def test_what_is_not_given_keeps_its_default() -> None:
    assert parse_parameters({}) == AnalysisParameters()
    assert parse_parameters({}).min_repeats == {1: 12, 2: 6, 3: 4, 4: 3, 5: 3, 6: 2}


@pytest.mark.parametrize("given", ["on", "AUTO", "", None, True, ["auto"]])
def test_genomes_are_turned_or_left_and_nothing_else(given: object) -> None:
    with pytest.raises(ParameterError, match="must be auto or off") as problem:
        parse_parameters({"orient": given})

    assert problem.value.field == "orient"


@pytest.mark.parametrize("name", ["loci", "minisatellites"])
def test_loci_and_longer_units_are_switches(name: str) -> None:
    with pytest.raises(ParameterError, match=f"{name} is 'yes': it must be true or false") as told:
        parse_parameters({name: "yes"})

    assert told.value.field == name
