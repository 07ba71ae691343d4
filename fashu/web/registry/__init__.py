"""The officers' pages of the register: persons, and who has read whom."""
