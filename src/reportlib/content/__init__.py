"""Making an exhibit: datasets, series, numbers, sentences, tables, figures."""
