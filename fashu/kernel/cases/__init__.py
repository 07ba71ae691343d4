"""Cases: the only place that writes what happened, and the rows that follow from it."""
