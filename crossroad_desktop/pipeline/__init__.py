"""From FASTA to finished result tables. No web, no window, no queue, no global state.

Reading order: parameters, progress, input_file, motifs, fasta, ssr, categories, annotations, genes,
variation, flanks, tables, result_rows, inputs, run.
"""
