"""The fixtures of the desk's tests stand with their makers."""

from tests.desk.makers import alias, policy

__all__ = ["alias", "policy"]
