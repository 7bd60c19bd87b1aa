"""Categories are listed as a person would list them."""

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import OutputError
from crossroad_desktop.results.category_names import list_categories, natural_key
from crossroad_desktop.results.folder import ResultFolder


def write(
    folder: Path, table: str, categories: list[str], left_out: Collection[str] = ()
) -> ResultFolder:
    (folder / "parquet").mkdir(exist_ok=True)
    columns = {"category": pa.array(categories, pa.string()).dictionary_encode()}
    if table == "genomes":
        columns["is_analysed"] = pa.array([name not in left_out for name in categories])
    pq.write_table(pa.table(columns), folder / "parquet" / f"{table}.parquet")
    return ResultFolder(folder)


def test_numbers_in_names_are_in_numerical_order_and_undefined_is_last(tmp_path: Path) -> None:
    names = ["undefined", "Zoo", "clade 10", "clade 2", "alpha", "clade 2", "7"]
    folder = write(tmp_path, "genomes", names)

    assert list_categories(folder) == ["7", "alpha", "clade 2", "clade 10", "Zoo", "undefined"]


def test_the_table_of_genomes_counts_where_it_is_there(tmp_path: Path) -> None:
    write(tmp_path, "mergedOut", ["I"])
    folder = write(tmp_path, "genomes", ["I", "II"])

    assert list_categories(folder) == ["I", "II"]


def test_categories_of_genomes_that_were_left_out_are_not_listed(tmp_path: Path) -> None:
    folder = write(tmp_path, "genomes", ["I", "II", "undefined", "I"], left_out={"II", "undefined"})

    assert list_categories(folder) == ["I"]


def test_without_it_another_table_tells_the_categories(tmp_path: Path) -> None:
    assert list_categories(write(tmp_path, "mergedOut", ["II", "I"])) == ["I", "II"]


def test_without_any_such_table_there_are_none(tmp_path: Path) -> None:
    assert list_categories(ResultFolder(tmp_path)) == []


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, "genomes", ["I"])
    (tmp_path / "parquet" / "genomes.parquet").write_bytes(b"no Parquet")

    with pytest.raises(OutputError, match=r"genomes\.parquet is damaged"):
        list_categories(folder)


def test_texts_of_any_form_can_be_compared() -> None:
    texts = ["", "1", "a", "a1", "1a", "a01", "A1", "10" * 20, "é2"]

    assert sorted(sorted(texts, key=natural_key)) == sorted(texts)
    assert sorted(["a10", "a9", "A1"], key=natural_key) == ["A1", "a9", "a10"]
