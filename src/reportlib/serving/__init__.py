"""Serve the book on this machine: its pages, and those of any other edition when asked for."""
