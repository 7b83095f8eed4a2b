"""Release tags."""
