"""The references that images get: those that are written out, and those that docker/metadata-action makes."""
