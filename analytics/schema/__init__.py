"""What the data are: names, codes, measures and tables; it knows nothing else."""
