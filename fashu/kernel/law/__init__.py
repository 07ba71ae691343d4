"""Statutes and citations as values. Pure: no Django, no input or output."""
