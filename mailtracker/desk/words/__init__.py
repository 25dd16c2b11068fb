"""The first line of a mail, where it is for us: what it says, and what it does."""
