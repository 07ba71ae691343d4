"""法枢 Fashu: the judicial administration of a province as one open, provable system."""

__version__ = "0.1.0"
