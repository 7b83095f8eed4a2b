"""`python -m relaudit`."""

from relaudit.cli import main

main()
