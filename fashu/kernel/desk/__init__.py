"""Who handles a case, what waits for whom, and how colleagues pass work to each other."""
