"""Whether an installation is well: each check says what is wrong and what to do about it."""
