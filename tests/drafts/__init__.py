"""Unlike procedures drafted in the vocabulary, to find what it lacks. Not businesses."""
