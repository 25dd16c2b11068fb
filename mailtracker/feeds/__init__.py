"""Calendars of others: where they are → their bytes → what of them counts, read in a child."""
