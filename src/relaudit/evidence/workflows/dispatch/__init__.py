"""Releases that are started by hand, or by another program."""
