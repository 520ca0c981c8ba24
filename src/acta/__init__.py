"""Acta turns conversations into notes people trust and promises people keep."""

__version__ = "0.1.0"
