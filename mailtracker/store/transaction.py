"""The name by which the rest of the house knows an open transaction."""

from sqlalchemy import Connection as Transaction

__all__ = ["Transaction"]
