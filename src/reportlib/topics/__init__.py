"""What each chapter shows: one module per chapter, one function per exhibit."""
