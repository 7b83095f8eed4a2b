"""What is shown and is not a report."""
