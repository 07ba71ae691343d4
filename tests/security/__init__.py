"""Attacks on the whole platform, each shown before it is said to fail."""
