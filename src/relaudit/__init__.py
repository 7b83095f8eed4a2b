"""Policy linter and auditor for repository release hygiene."""

__version__ = "0.1.0"
