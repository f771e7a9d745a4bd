"""An engine of papermill's that forks its kernels from a process with everything imported."""
