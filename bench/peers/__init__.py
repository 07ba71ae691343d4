"""Whom Fashu is measured against, on the same PostgreSQL, each as its documents say to use it."""
