"""Consumers of the API, their keys and quotas, and webhooks delivered at least once."""
