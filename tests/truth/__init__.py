"""What is published, computed a second time straight from the data, without the library."""
