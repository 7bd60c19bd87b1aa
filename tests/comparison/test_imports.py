"""What trees are made with takes more than a second to load: only a tree does that."""

import subprocess
import sys
from pathlib import Path

_LOADED_FOR_TREES = {"skbio", "pandas", "scipy", "h5py"}
_LOAD_EVERYTHING = """
import importlib, pkgutil, sys
import crossroad_desktop
from crossroad_desktop.deferred_pandas import hide_pandas
hide_pandas()
for module in pkgutil.walk_packages(crossroad_desktop.__path__, "crossroad_desktop."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
loaded = %r & set(sys.modules)
assert not loaded, loaded
import numpy
from crossroad_desktop.comparison.trees import join_neighbours
join_neighbours(numpy.ones((3, 3)) - numpy.eye(3))
assert %r <= set(sys.modules)
"""


def test_nothing_but_a_tree_loads_scikit_bio() -> None:
    program = _LOAD_EVERYTHING % (_LOADED_FOR_TREES, _LOADED_FOR_TREES)
    subprocess.run([sys.executable, "-c", program], check=True, timeout=100)


def test_an_analysis_loads_no_pandas_although_arrow_would(tmp_path: Path) -> None:
    fasta = tmp_path / "genomes.fa"
    fasta.write_text(f">a\n{'ACGTTGCA' * 200}{'AT' * 12}\n")
    words = ["-m", "crossroad_desktop", "analyze", str(fasta), "-o", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words],
        check=True, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    names = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines()]
    # A package that was looked for in vain is listed too, but no module inside of it.
    loaded = {name.partition(".")[0] for name in names if "." in name}
    assert "pyarrow" in loaded
    assert not loaded & _LOADED_FOR_TREES
