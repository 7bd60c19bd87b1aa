"""The locus catalogue: which repeats of different genomes are one place, and what every genome has
there.

Read `catalogue.py` first: it has the columns that come out, and the steps in order.
"""
