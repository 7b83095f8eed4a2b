"""The least coverage that is asked for: where it is written, and which commands ask for it."""
