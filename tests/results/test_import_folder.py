"""Folders of croSSRoad: the same data from text files alone."""

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from crossroad_desktop.errors import InputError
from crossroad_desktop.results.filters import Filters
from crossroad_desktop.results.folder import ALLELE_SEQUENCES, ResultFolder
from crossroad_desktop.results.import_folder import ensure_parquet
from crossroad_desktop.results.plot_data import PLOT_KEYS, PlotQuery, open_plot

from .conftest import Finished


@pytest.mark.parametrize("key", PLOT_KEYS)
def test_an_imported_folder_gives_the_same_data(
    run: Finished, imported: Finished, key: str
) -> None:
    # Which genome is the reference does not stand in text files.
    genome = ["SIM0002"] if key == "reference_ssr_distribution" else []
    query = PlotQuery(filters=Filters(genome=genome))
    ours = open_plot(run.output, key, query).read_all()
    theirs = open_plot(imported.output, key, query).read_all()
    if key in ("gene_motif_dot_plot", "hotspot_alleles"):
        ours, theirs = (table.drop_columns("reference_repeat") for table in (ours, theirs))
    if key == "alleles":
        # Bases of alleles stand in no text file.
        bases = ["left_flank", "tract", "right_flank"]
        assert {*theirs["tract"].to_pylist()} == {None}
        ours, theirs = (table.drop_columns(bases) for table in (ours, theirs))
    assert theirs.schema == ours.schema
    assert theirs.to_pylist() == ours.to_pylist()


def test_parquet_of_an_imported_folder_is_that_of_the_run(
    run: Finished, imported: Finished
) -> None:
    for path in sorted((run.output / "parquet").glob("*.parquet")):
        if path.stem == ALLELE_SEQUENCES:
            continue
        theirs = pq.read_table(imported.output / "parquet" / path.name)
        ours = pq.read_table(path)
        assert theirs.schema.equals(ours.schema), path.name
        assert theirs.to_pylist() == ours.to_pylist(), path.name


def test_genomes_are_listed_with_their_metadata(imported: Finished) -> None:
    rows = imported.rows("genomes")
    assert len(rows) == 8
    assert all(row["is_analysed"] for row in rows)
    assert set(rows[0]) >= {"genomeID", "category", "country", "year", "length_genome"}
    assert ResultFolder(imported.output).third_column == "country"


def test_what_is_made_once_is_left_alone(imported: Finished) -> None:
    path = imported.output / "parquet" / "mergedOut.parquet"
    before = path.stat().st_mtime_ns
    ensure_parquet(imported.output)
    assert path.stat().st_mtime_ns == before
    assert [entry.name for entry in imported.output.parent.iterdir()] == ["output"]


def write_folder(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return folder / "output"


HEADER = (
    "genomeID\tstart\tstop\trepeat\tmotif\tGC_per\tAT_per\tlength_of_motif\tloci\tlength_of_ssr"
)
SSR = "\t0\t12\t12\tA\t0.0\t100.0\t1\t(A)12\t12"
STATISTICS = "genomeID\tlength_genome\tN_count\tgenome_GC_per\n"


def test_ids_like_007_and_na_stay_text_and_pandas_floats_become_numbers(tmp_path: Path) -> None:
    output = write_folder(
        tmp_path,
        {
            "main/mergedOut.tsv": f"{HEADER}\tcategory\tHost\tyear\thost\tlength_genome\tN_count\t"
            f"genome_GC_per\r\n007{SSR}\t1\t02\t2018.0\tx\t900.0\t0.0\t50.0\r\n"
            f"NA{SSR}\tNA\t\tundefined\ty\tundefined\tundefined\tundefined\r\n",
            "intrim/genome_stats.tsv": f"{STATISTICS}007\t900\t0\t50.0\nNA\t800\t0\t50.0\n",
            "main/ssr_genecombo.tsv": "\n",
        },
    )
    ensure_parquet(output)
    rows = open_plot(output, "plot_source").read_all().to_pylist()
    assert [row["genomeID"] for row in rows] == ["007", "NA"]
    assert [row["Host"] for row in rows] == ["02", "undefined"]
    assert [row["host_categories"] for row in rows] == ["x", "y"]
    assert [row["category"] for row in rows] == ["1", "undefined"]
    assert [row["year"] for row in rows] == [2018, None]
    assert [row["length_genome"] for row in rows] == [900, None]
    assert open_plot(output, "ssr_gene_intersect").read_all().num_rows == 0


def test_genomes_without_ssrs_are_not_known_to_be_analysed(tmp_path: Path) -> None:
    output = write_folder(
        tmp_path,
        {
            "intrim/reformatted.tsv": f"{HEADER}\na{SSR}\n",
            "intrim/genome_stats.tsv": f"{STATISTICS}a\t900\t0\t50.0\nb\t9\t0\t50.0\n",
        },
    )
    ensure_parquet(output)
    rows = open_plot(output, "ssr_gc").read_all().to_pylist()
    assert [row["genomeID"] for row in rows] == ["a"]


@pytest.mark.parametrize(
    "files",
    [
        {"x.txt": "x"},
        {"intrim/reformatted.tsv": f"{HEADER}\na\tb\n"},
        {"intrim/reformatted.tsv": f"{HEADER}\na{SSR.replace('12', 'x')}\n"},
    ],
)
def test_a_folder_that_is_none_is_told_and_nothing_is_left(
    tmp_path: Path, files: dict[str, str]
) -> None:
    output = write_folder(tmp_path, files)
    with pytest.raises(InputError):
        ensure_parquet(output)
    assert not (output / "parquet").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["output"]


def test_links_that_point_out_are_not_read(run: Finished, tmp_path: Path) -> None:
    output = tmp_path / "output"
    (output / "main").mkdir(parents=True)
    shutil.copy(run.output / "main" / "mergedOut.tsv", tmp_path / "secret.tsv")
    (output / "main" / "mergedOut.tsv").symlink_to(tmp_path / "secret.tsv")
    with pytest.raises(InputError, match="holds no results"):
        ensure_parquet(output)
