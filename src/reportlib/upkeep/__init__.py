"""Keeping the data sound: checks, the data package, renewals."""
