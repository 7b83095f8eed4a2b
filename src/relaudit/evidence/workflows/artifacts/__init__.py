"""The files that runs keep: as artifacts, and attached to releases."""
