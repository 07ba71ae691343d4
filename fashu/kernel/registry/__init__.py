"""Persons, organisations, places and matters, entered once; identity numbers sealed at rest."""
