"""Pages of the three administrators (三员): none of them shows a case."""
