"""Pages about the interface: who calls it, what they are told, and its document."""
