"""The interface as other programs meet it: by its description alone."""
