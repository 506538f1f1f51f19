"""Word lists: data and nothing else."""
