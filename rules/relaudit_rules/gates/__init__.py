"""Gates: what has to pass before a release, and what starts it."""
