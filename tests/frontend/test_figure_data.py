"""The Arrow files that the tests of the figures draw are what the server sends for the demo."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pytest

from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.results.plot_data import open_plot
from crossroad_desktop.simulate import SimulationParameters, simulate, simulation_files

_FILES = Path(__file__).parents[2] / "frontend" / "test-data"

# Name of the file: plot key and options.
_DATA: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "allele_matrix": ("allele_matrix", {}),
    "alleles": ("alleles", {}),
    "category_sankey": ("category_sankey", {}),
    "gene_motif_dot_plot": ("gene_motif_dot_plot", {}),
    "gene_ssrs": ("gene_ssrs", {}),
    "genome_distance": ("genome_distance", {}),
    "genome_tree": ("genome_tree", {}),
    "hotspot_alleles": ("hotspot_alleles", {}),
    "hotspot_genes_by_group": ("hotspot_genes_by_group", {}),
    "loci": ("loci", {}),
    "locus_diversity": ("locus_diversity", {}),
    "motif_conservation": ("motif_conservation", {}),
    "motif_distribution": ("motif_distribution", {}),
    "orientation": ("orientation", {}),
    "reference_ssr_distribution": ("reference_ssr_distribution", {}),
    "relative_abundance": ("relative_abundance", {}),
    "repeat_distribution": ("repeat_distribution", {}),
    "repeat_numbers": ("repeat_numbers", {}),
    "ssr_conservation": ("ssr_conservation", {}),
    "ssr_conservation_class": ("ssr_conservation", {"key": "motif_class"}),
    "ssr_density": ("ssr_density", {}),
    "ssr_gc": ("ssr_gc", {}),
    "temporal_faceted_scatter": ("temporal_faceted_scatter", {}),
    "upset": ("upset", {}),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Output folder of an analysis of the demo genomes, with a reference."""
    folder = tmp_path_factory.mktemp("demo")
    prefix = folder / "demo"
    simulate(SimulationParameters(), prefix)
    made = simulation_files(prefix)
    files = InputFiles(made.fasta, made.categories, made.genes)
    output = folder / "output"
    analyze(files, AnalysisParameters(reference_id="SIM0001", flanks=True), output)
    return output


@pytest.mark.parametrize("name", _DATA)
def test_data_of_figure_tests_is_what_the_server_sends(
    name: str, demo: Path, request: pytest.FixtureRequest
) -> None:
    key, options = _DATA[name]
    with open_plot(demo, key, options=options) as result:
        sent = result.read_all()
    path = _FILES / f"{name}.arrow"
    if request.config.getoption("--update-golden"):
        with pa.ipc.new_stream(path, sent.schema) as writer:
            writer.write_table(sent)
    with pa.ipc.open_stream(path) as reader:
        kept = reader.read_all()
    assert kept.schema == sent.schema
    assert kept.to_pydict() == sent.to_pydict()


def test_no_other_data_is_kept() -> None:
    assert {path.stem for path in _FILES.glob("*.arrow")} == set(_DATA)
