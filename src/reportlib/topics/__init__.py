"""What each chapter shows: one folder per chapter, one function per exhibit."""
