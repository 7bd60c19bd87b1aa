"""CrossRoad Desktop: Simple Sequence Repeats compared across many genomes, offline."""

__version__ = "0.1.0"
