"""Many editions of a book as one site: which there are, the plan of their making, who works it."""
