"""The embedded engine: sentence roles, ranking, owners, dates, restating."""
