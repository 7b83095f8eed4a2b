"""`python -m relaudit`."""

import sys

# With -m the first place to import from is the folder one stands in: the audited repository. Nothing is run from there.
sys.path[:] = [place for place in sys.path[1:] if place]

from relaudit.cli import main  # noqa: E402 - after the path is clean

main()
