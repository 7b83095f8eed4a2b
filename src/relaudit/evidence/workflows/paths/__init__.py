"""The ways from an event to what is published."""
