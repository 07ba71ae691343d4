"""Offices and officers from and into tables: checked whole, then written whole or not at all.

A table is first turned into a `Plan`: what would be new, what would change, and every cell that
is wrong. Nothing is written before somebody has seen it. What a table leaves out stays as it is.
"""
