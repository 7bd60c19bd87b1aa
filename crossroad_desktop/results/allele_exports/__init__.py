"""The allele matrix in the formats of other programs, one module per format.

In: `AlleleCells`: genomes x loci that the filters leave. Out: the bytes of a file, piece by piece.
Read `formats.py` first: it lists the formats. `open_export.py` reads the cells and calls the module
of the format that is asked for.
"""
