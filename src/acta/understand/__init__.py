"""The embedded engine: sentence roles, ranking, owners, dates, restating."""

from acta.understand.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
