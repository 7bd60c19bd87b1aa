"""Statistics on columns of finished results: diversity of loci, distances and trees of genomes.

It knows no files, no queries and no web: columns in, columns out.
"""
