"""Genomes of which every repeat number at every locus is known, to judge the locus catalogue by.

Genomes are made by editing an ancestor base by base, so what became of each of its bases is known.
Nothing here searches, seeds or aligns, and nothing but `score.py` and `evaluate.py` knows the
program: what the program finds and what is true share no code.

Reading order: settings, letters, definition, ancestor, edits, genomes, loci, cells, truth, score,
evaluate.
"""
