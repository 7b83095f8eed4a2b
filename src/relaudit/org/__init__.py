"""Many repositories."""
