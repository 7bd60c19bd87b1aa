"""What trees are made with takes more than a second to load: only a tree does that."""

import subprocess
import sys

_LOAD_EVERYTHING = """
import importlib, pkgutil, sys
import crossroad_desktop
for module in pkgutil.walk_packages(crossroad_desktop.__path__, "crossroad_desktop."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
loaded = {"skbio", "pandas", "scipy", "h5py"} & set(sys.modules)
assert not loaded, loaded
from crossroad_desktop.comparison.trees import join_neighbours
import numpy
join_neighbours(numpy.ones((3, 3)) - numpy.eye(3))
assert "skbio" in sys.modules
"""


def test_nothing_but_a_tree_loads_scikit_bio() -> None:
    subprocess.run([sys.executable, "-c", _LOAD_EVERYTHING], check=True, timeout=100)
