"""Versions that scripts read out of files."""
