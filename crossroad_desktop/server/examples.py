"""What answers look like, for the OpenAPI document.

In: nothing. Out: examples of the messages that have many fields, and of those that our front end
builds on.
"""

from typing import Final

from litestar.openapi.spec import Example

from crossroad_desktop.server.openapi import RUNNING_JOB

IMPORTED_EXAMPLE: Final = Example(
    summary="A result that was taken over",
    value={
        **RUNNING_JOB,
        "status": "completed",
        "message": "Done",
        "progress": 1.0,
        "reference_id": None,
        "name": "ssr_analysis_full",
        "started_at": None,
        "finished_at": "2026-01-31T09:00:00.104+00:00",
        "inputs": {},
    },
)
CHECKED_EXAMPLE: Final = Example(
    summary="Two genomes with categories and genes",
    value={
        "check_token": "5f0c2e9d4b7a4c1e8d3f6a9b0c1d2e3f",
        "genomes": 2,
        "analysed_genomes": 1,
        "bases": 197_209,
        "genome_list": [
            {
                "genome_id": "NC_063383.1", "length": 197_209, "n_count": 0, "gc_percent": 33.03,
                "left_out": None, "strand": "anchor",
            },
            {
                "genome_id": "OX044336.2", "length": 197_124, "n_count": 12, "gc_percent": 33.02,
                "left_out": "more than 0 N", "strand": None,
            },
        ],
        "passing_by_n_limit": {
            "0": 1, "10": 1, "100": 2, "1000": 2, "10000": 2, "100000": 2,
        },
        "columns": [
            {"name": "category", "filled": 2, "distinct": 1, "examples": ["IIb"]},
            {"name": "country", "filled": 1, "distinct": 1, "examples": ["Nigeria"]},
            {"name": "year", "filled": 2, "distinct": 2, "examples": ["2018", "2022"]},
        ],
        "genes": 179,
        "reading_frames": 178,
        "shifted_reading_frames": 0,
        "estimated_seconds": 0.5,
        "estimated_output_bytes": 188_743,
        "estimated_extras": {
            "loci": {"seconds": 0.0, "output_bytes": 29_581},
            "minisatellites": {"seconds": 0.0, "output_bytes": 5_916},
        },
        "warnings": [
            "mpox.fa: 1 of 2 genomes was left out by the filter: 1 with more than 0 N (unfair)."
        ],
        "files": {
            "fasta": {"name": "mpox.fa.gz", "bytes": 118_204, "kind": "FASTA, gzip"},
            "categories": {"name": "mpox.tsv", "bytes": 81, "kind": "TSV"},
            "genes": {"name": "mpox.bed", "bytes": 6_120, "kind": "BED"},
        },
        "free_bytes": 210_453_397_504,
        "third_column": "country",
        "reference": {
            "genome_id": "NC_063383.1", "length": 197_209, "n_count": 0, "genes": 179,
            "category": "IIb", "third": "Nigeria", "year": 2018,
        },
        "strands": {
            "anchor": "NC_063383.1", "flipped": 0, "flipped_examples": [], "ambiguous": 0,
            "ambiguous_examples": [],
        },
        "ids_without_metadata": 0,
        "ids_without_metadata_examples": [],
        "ids_without_genes": 1,
        "ids_without_genes_examples": ["OX044336.2"],
        "unknown_metadata_ids": 0,
        "unknown_metadata_ids_examples": [],
        "unknown_gene_ids": 0,
        "unknown_gene_ids_examples": [],
    },
)  # fmt: skip
STEPS_EXAMPLE: Final = Example(
    summary="A job that writes its tables",
    value={
        "steps": [
            {
                "name": "Reading genomes and finding SSRs",
                "started_at": "2026-01-31T09:00:00.310+00:00",
                "seconds": 2.482,
                "detail": "404 genomes",
                "resumed_at": None,
                "earlier_seconds": 0.0,
            },
            {
                "name": "Writing tables",
                "started_at": "2026-01-31T09:00:02.811+00:00",
                "seconds": None,
                "detail": "main/mergedOut.tsv",
                "resumed_at": "2026-01-31T09:00:03.120+00:00",
                "earlier_seconds": 0.214,
            },
        ]
    },
)
SEQUENCE_EXAMPLE: Final = Example(
    summary="An SSR with 6 bp on either side",
    value={
        "genome_id": "NC_063383.1",
        "start": 4_022,
        "end": 4_034,
        "before": "GGATCC",
        "sequence": "ATATATATATAT",
        "after": "CCTAGA",
        "length_genome": 197_209,
        "is_turned": False,
    },
)
PARAMETERS_EXAMPLE: Final = Example(
    summary="One parameter, one preset and one choice of several",
    value={
        "parameters": [
            {
                "name": "mono", "default": 12, "least": 2, "most": 1000, "unit": "repeats",
                "meaning": "Least repeat number of a motif of 1 bp.",
            },
        ],
        "presets": [
            {
                "name": "Default", "meaning": "What is searched for if nothing is set.",
                "values": {"mono": 12, "di": 6, "tri": 4, "tetra": 3, "penta": 3, "hexa": 2},
            },
        ],
        "choices": [
            {
                "name": "loci", "default": "true", "values": ["true", "false", "1", "0"],
                "meaning": "Whether loci are catalogued: the same place in every genome, and its "
                "repeat number.",
            },
        ],
    },
)  # fmt: skip
STORAGE_EXAMPLE: Final = Example(
    summary="A disk with room",
    value={"free_bytes": 210_453_397_504, "jobs_bytes": 1_290_442_871},
)
