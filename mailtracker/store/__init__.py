"""Edge. What is kept: requests, ledger, outbox, deadlines, bytes. The only room that knows SQL."""
