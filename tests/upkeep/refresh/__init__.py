"""Files as publishers give them, small, and a dataset that they are new vintages of."""
