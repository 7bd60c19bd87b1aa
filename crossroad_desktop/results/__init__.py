"""Finished result files in, what the user sees out: plot data, table pages, downloads, archives.

Takes the output folder of a run and knows no jobs. Reading order: folder (what is there, and why
the rest is not), import_folder (Parquet for folders of croSSRoad), connection (a locked-down
DuckDB), arrow_result (what goes over the wire), genomes (the denominators), filters, plot_data with
plots_genomes, plots_motifs and plots_genes, allele_cells (genomes x loci) with plots_loci and
plots_trees, table_page, exports, archive.
"""
