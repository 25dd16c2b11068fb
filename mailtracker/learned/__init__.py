"""What was learned from many answers that we wrote and judged ourselves, where no list of phrases
has an end: a linear judgement over the pieces of a text (docs/learned.md).
"""
