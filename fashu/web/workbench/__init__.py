"""The officers' pages: what waits, the cases, one case, one step."""
