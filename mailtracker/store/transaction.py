"""The name by which the other rooms know an open transaction."""

from sqlalchemy import Connection as Transaction

__all__ = ["Transaction"]
