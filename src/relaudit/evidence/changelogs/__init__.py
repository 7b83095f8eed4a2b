"""Changelogs: where they are, what their headings mean, and what they were at past commits."""
