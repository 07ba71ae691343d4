"""`python -m fashu` is the `fashu` command."""

from fashu.config.cli import main

main()
