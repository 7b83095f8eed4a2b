"""The Python versions that a project says it is for."""
