"""The version itself."""
