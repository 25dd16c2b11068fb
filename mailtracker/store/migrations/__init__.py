"""The schema, step by step. Alembic runs env.py; nothing here is imported at an ordinary start."""
