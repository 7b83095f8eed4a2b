"""History: branches, commits, what changed the version, and what a change brings."""
