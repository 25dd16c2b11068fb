"""Edge. What PostgreSQL needs of us, and says to us. The only wing that knows psycopg."""
