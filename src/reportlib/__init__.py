"""Makes the IP report book: checked data to exhibits, chapters to editions."""

__version__ = "0.1.0"
