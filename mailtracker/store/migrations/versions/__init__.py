"""One module a step, numbered. A released step is never edited."""
