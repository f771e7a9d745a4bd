"""What each chapter shows: one function per exhibit. Statements and systems serve several."""
