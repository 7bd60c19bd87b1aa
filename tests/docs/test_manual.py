"""The manual says what the program does: tables, options, parameters, fields, modules, links."""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import pytest

from crossroad_desktop.cli import main
from crossroad_desktop.cli.arguments import make_parser
from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline import table_spec, tables
from crossroad_desktop.pipeline.parameters import AnalysisParameters, parse_parameters
from crossroad_desktop.pipeline.table_spec import TableSpec
from crossroad_desktop.results.allele_exports.formats import ALLELE_FORMATS
from crossroad_desktop.simulate import LIMITS, SimulationParameters

from .pages import DOCS, PROJECT, find_section, list_anchors, list_links, quoted, read_sections

_PAGES: Final = sorted(DOCS.glob("*.md"))
_PARQUET_TYPES: Final = {
    tables.TEXT: ("text", "string"),
    tables.CODED_TEXT: ("text", "dictionary"),
    tables.COUNT: ("whole number", "int32"),
    tables.PERCENT: ("number", "double"),
    table_spec.FLAG: ("true or false", "bool"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of a test, with a genome, its category and its gene."""
    monkeypatch.chdir(tmp_path)
    Path("genomes.fa").write_text(">a\nGGATCATCATCATCGG\n")
    Path("categories.tsv").write_text("genomeID\tcategory\na\tI\n")
    Path("genes.bed").write_text("a\t0\t16\tenvelope\n")
    return tmp_path


def test_every_table_has_one_section() -> None:
    titles = [section.title for section in read_sections(DOCS / "output-files.md")]
    paths = [f"{spec.folder}/{spec.file}" for spec in tables.ALL_TABLES]

    assert sorted(title for title in titles if "/" in title) == sorted(paths)


@pytest.mark.parametrize("spec", tables.ALL_TABLES, ids=lambda spec: spec.name)
def test_columns_of_a_table_are_explained_in_order(spec: TableSpec) -> None:
    rows = find_section("output-files.md", f"{spec.folder}/{spec.file}").table
    types = [_PARQUET_TYPES[column.type] for column in spec.columns]

    assert [quoted(row[0])[0] for row in rows] == [column.name for column in spec.columns]
    assert [row[1] for row in rows] == [text for text, _ in types]
    if spec.has_parquet:
        assert [row[2] for row in rows] == [parquet for _, parquet in types]
    assert all(row[-1] for row in rows)


@pytest.mark.parametrize("spec", tables.ALL_TABLES, ids=lambda spec: spec.name)
def test_it_is_said_when_a_table_is_written(spec: TableSpec) -> None:
    path = f"{spec.folder}/{spec.file}"
    (line,) = [
        line for line in find_section("output-files.md", path).lines if line.startswith("Written: ")
    ]
    overview = {row[0].split("]")[0][1:]: row[1] for row in _table("output-files.md", "All tables")}

    assert line.startswith(f"Written: {spec.written}.")
    assert ("No Parquet twin." in line) is not spec.has_parquet
    assert overview[path] == spec.written


def test_all_fields_of_the_record_are_explained(folder: Path) -> None:
    _run("analyze genomes.fa -c categories.tsv -b genes.bed -l 1 -o out --quiet")
    record = json.loads((folder / "out/output/run.json").read_bytes())
    del record["rows"], record["warnings"]
    expected = [*_flatten(record), "rows", "warnings"]

    assert _names("output-files.md", "run.json") == list(dict.fromkeys(expected))


_COMMANDS = ["open", "analyze", "check", "demo", "simulate", "serve", "url", "jobs", "export"]


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_option_is_explained_with_its_default(command: str) -> None:
    explained = {
        tuple(quoted(row[0])): row[1] for row in _table("command-line.md", f"crossroad {command}")
    }
    # FASTA is named as argument or as option, so argparse does not require it.
    expected = {
        tuple(action.option_strings) or (str(action.metavar or action.dest),): _show_default(action)
        for action in _options(command)
    }

    assert explained == expected


@pytest.mark.parametrize(
    ("command", "own_fields"),
    [
        ("analyze genomes.fa -l 1 -o out", "The JSON of analyze"),
        ("check genomes.fa -l 1", "The JSON of check"),
        ("simulate -o set --genomes 1 --length 2000", "The summary"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_all_fields_of_the_json_are_explained(
    command: str, own_fields: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "simulated-genomes.md" if "simulate" in command else "command-line.md"
    _run(f"{command} --json --quiet")

    assert _names(page, own_fields) == list(json.loads(capsys.readouterr().out))


@pytest.mark.usefixtures("folder")
def test_all_fields_of_the_json_of_an_export_are_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _run("analyze genomes.fa -l 1 -o out --quiet")
    _run("export out csv --json --quiet")

    explained = _names("command-line.md", "The JSON of export")
    assert explained == list(json.loads(capsys.readouterr().out))


@pytest.mark.usefixtures("folder")
def test_all_fields_of_the_json_of_the_demo_are_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _run("demo --json --quiet")
    printed = json.loads(capsys.readouterr().out)
    of_analyze = _names("command-line.md", "The JSON of analyze")
    (truth, _) = _table("command-line.md", "The JSON of demo")

    assert list(printed) == [
        *(name for name in of_analyze if name != "output"),
        *_names("command-line.md", "The JSON of demo"),
    ]
    assert set(quoted(truth[1])) == {*printed["truth"], *printed["truth"]["hotspots"][0]}


@pytest.mark.usefixtures("folder")
def test_the_demo_prints_what_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    _run("demo")
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    (shown,) = find_section("getting-started.md", "The demo").blocks

    assert set(shown.text.splitlines()) <= set(printed)


def test_every_parameter_is_explained_with_its_default() -> None:
    rows = _table("command-line.md", "Parameters")
    actions = {action.dest: action for action in _options("analyze")}

    assert [(quoted(row[0])[0], row[2]) for row in rows] == [
        (field.name, _show(field.default)) for field in fields(AnalysisParameters)
    ]
    for row in rows:
        assert quoted(row[1])[0] in actions[quoted(row[0])[0]].option_strings


def test_limits_of_parameters_are_those_explained() -> None:
    for name, _, _, allowed in _table("command-line.md", "Parameters"):
        if limits := re.match(r"(\d+) to (\d+)", allowed):
            low, high = int(limits[1]), int(limits[2])
            parameter = quoted(name)[0]
            others = {"min_len": 0, "max_len": high}
            for value in (low, high):
                parse_parameters(others | {parameter: value})
            for value in (low - 1, high + 1):
                with pytest.raises(ParameterError):
                    parse_parameters(others | {parameter: value})


def test_every_setting_of_a_simulation_is_explained_with_default_and_limits() -> None:
    explained = [
        (*quoted(row[0]), *quoted(row[1]), *quoted(row[2]), row[3])
        for row in _table("simulated-genomes.md", "Options")
    ]

    assert explained == [
        (
            "--" + field.name.replace("_", "-"),
            field.name,
            str(field.default),
            "{} to {}".format(*LIMITS[field.name]),
        )
        for field in fields(SimulationParameters)
    ]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["categories.tsv", "truth.tsv"])
def test_columns_of_simulated_files_are_explained(name: str) -> None:
    _run("simulate -o set --genomes 1 --length 2000 --quiet")
    header = Path(f"set.{name}").read_text().splitlines()[0]

    assert _names("simulated-genomes.md", f"PREFIX.{name}") == header.split("\t")


def test_every_format_of_the_allele_matrix_is_explained() -> None:
    explained = [tuple(row) for row in _table("allele-exports.md", "Formats")]

    assert explained == [
        (f"`{entry.key}`", f"`.{entry.ending}`", entry.meaning) for entry in ALLELE_FORMATS.values()
    ]
    assert {row[0] for row in _table("allele-exports.md", "Names")} == {row[0] for row in explained}
    for page, title in (("command-line.md", "crossroad export"), ("rest.md", "Allele export")):
        named = {word for line in find_section(page, title).lines for word in quoted(line)}
        assert set(ALLELE_FORMATS) <= named


def test_all_departures_from_crossroad_are_told() -> None:
    numbers = [row[0] for row in _table("differences-from-crossroad.md", "Fixed")]

    assert numbers == [f"F{number}" for number in range(1, 19)]


def test_default_thresholds_are_those_told_beside_crossroads() -> None:
    rows = _table("differences-from-crossroad.md", "Defaults")
    parameters = AnalysisParameters()

    assert len(rows) == 6
    for row in rows:
        assert int(row[1]) == getattr(parameters, quoted(row[0])[0].removeprefix("--"))


_PACKAGES = (
    "", "pipeline", "pipeline/loci", "comparison", "jobs", "results", "results/allele_exports",
    "server", "desktop", "cli", "simulate",
)  # fmt: skip


def test_every_module_is_in_the_map() -> None:
    maps = find_section("architecture.md", "Modules").tables
    explained = [sorted(quoted(row[0])[0] for row in table[1:]) for table in maps]
    folders = [PROJECT / "crossroad_desktop" / name for name in _PACKAGES]

    assert explained == [sorted(path.name for path in part.glob("*.py")) for part in folders]
    program = PROJECT / "crossroad_desktop"
    packages = [*program.glob("*/__init__.py"), *program.glob("*/*/__init__.py")]
    assert {path.parent for path in packages} == set(folders[1:])


def test_words_of_the_glossary_are_unique_and_sorted() -> None:
    words = [row[0].strip("`").casefold() for row in _table("glossary.md", "Glossary")]

    assert words == sorted(set(words))


def test_every_page_is_in_the_contents() -> None:
    linked = list_links(read_sections(DOCS / "README.md"))

    assert sorted([*linked, "README.md"]) == sorted({*linked, *(page.name for page in _PAGES)})


@pytest.mark.parametrize("page", [*_PAGES, PROJECT / "README.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in list_links(read_sections(page)):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in list_anchors(read_sections(target))):
            broken.append(link)

    assert broken == []


def _run(arguments: str) -> None:
    assert main(arguments.split()) == 0


def _table(page: str, title: str) -> list[list[str]]:
    return find_section(page, title).table


def _names(page: str, title: str) -> list[str]:
    return [quoted(row[0])[0] for row in _table(page, title)]


def _flatten(record: dict[str, Any]) -> Iterator[str]:
    """Names of all fields; those of the entries of a list as `inputs[].role`."""
    for name, value in record.items():
        if isinstance(value, dict):
            yield from (f"{name}.{inner}" for inner in _flatten(value))
        elif isinstance(value, list):
            yield from (f"{name}[].{inner}" for entry in value for inner in _flatten(entry))
        else:
            yield name


def _options(command: str) -> list[argparse.Action]:
    (commands,) = [
        action
        for action in make_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return list(commands.choices[command]._actions)


def _show_default(action: argparse.Action) -> str:
    if action.required or action.dest == "fasta":
        return "required"
    return "off" if action.nargs == 0 else _show(action.default)


def _show(default: object) -> str:
    if default is None:
        return "none"
    if isinstance(default, bool):
        return "on" if default else "off"
    return f"`{default}`"
