"""Making a book: chapters, their execution, pages, print, provenance."""
