"""DuckDB reads the Parquet of one folder and nothing else."""

import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import NotFoundError, OutputError
from crossroad_desktop.results.connection import connected
from crossroad_desktop.results.folder import ResultFolder
from crossroad_desktop.results.plot_data import open_plot

from .conftest import Finished


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_parquet('{parquet}/../../secret.parquet')",
        "SELECT * FROM read_text('{parquet}/../run.json')",
        "SELECT * FROM read_parquet('{parquet}/link.parquet')",
        "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
        "SELECT * FROM '/etc/passwd'",
        "COPY (SELECT 1) TO '/tmp/made-by-duckdb.csv'",
        "ATTACH '/tmp/made-by-duckdb.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access=true",
        "SET allowed_directories=['/']",
        "SET lock_configuration=false",
        "SELECT * FROM statement",
    ],
)
def test_nothing_else_is_reached(run: Finished, tmp_path: Path, statement: str) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    secret = tmp_path / "secret.parquet"
    shutil.copy(output / "parquet" / "mergedOut.parquet", secret)
    (output / "parquet" / "link.parquet").symlink_to(secret)
    with connected(ResultFolder(output)) as connection:
        allowed = f"SELECT count(*) FROM read_parquet('{output}/parquet/mergedOut.parquet')"
        assert connection.execute(allowed).fetchall()
        with pytest.raises(duckdb.Error):
            connection.execute(statement.format(parquet=output / "parquet")).fetchall()


def test_a_table_that_is_a_link_is_none(run: Finished, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    path = output / "parquet" / "hssr_data.parquet"
    path.rename(tmp_path / "secret.parquet")
    path.symlink_to(tmp_path / "secret.parquet")
    with pytest.raises(NotFoundError):
        open_plot(output, "hssr_data")


def test_a_damaged_file_is_told(run: Finished, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    path = output / "parquet" / "mergedOut.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(OutputError, match=r"parquet/mergedOut\.parquet is damaged"):
        open_plot(output, "plot_source")


def test_columns_that_differ_only_in_case_are_refused_not_confused(
    run: Finished, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    path = output / "parquet" / "mergedOut.parquet"
    rows = pq.read_table(path)
    pq.write_table(rows.append_column("Motif", rows["country"]), path)
    assert open_plot(output, "plot_source").read_all()["Motif"].equals(rows["country"])
    with pytest.raises(OutputError, match="differ only in case cannot be told apart: motif, Motif"):
        open_plot(output, "motif_distribution")


def test_connections_to_one_folder_do_not_see_each_others_tables(run: Finished) -> None:
    folder = ResultFolder(run.output)
    with connected(folder) as one, connected(folder) as other:
        one.execute("CREATE TEMP TABLE genomes AS SELECT 1 AS place")
        other.execute("CREATE TEMP TABLE genomes AS SELECT 2 AS place")
        assert one.execute("SELECT place FROM genomes").fetchall() == [(1,)]
        assert other.execute("SELECT place FROM genomes").fetchall() == [(2,)]
    with connected(folder) as later, pytest.raises(duckdb.CatalogException):
        later.execute("SELECT place FROM genomes")


def test_a_connection_is_of_use_after_many_other_folders_were_opened(
    run: Finished, tmp_path: Path
) -> None:
    query = f"SELECT count(*) FROM read_parquet('{run.output}/parquet/mergedOut.parquet')"
    with connected(ResultFolder(run.output)) as connection:
        before = connection.execute(query).fetchall()
        for number in range(10):
            with connected(ResultFolder(tmp_path / str(number))) as other:
                other.execute("SELECT 1")
        assert connection.execute(query).fetchall() == before


def test_a_folder_that_was_written_anew_is_read_anew(run: Finished, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(run.output, output)
    path = output / "parquet" / "mergedOut.parquet"
    rows = pq.read_table(path)
    counts = []
    for kept in (rows, rows.slice(0, 3)):
        pq.write_table(kept, path)
        answer = open_plot(output, "filter_counts").read_all()
        counts.append(answer["ssrs"].to_pylist())
    assert counts == [[len(rows)], [3]]
