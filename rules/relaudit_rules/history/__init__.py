"""What was done to the release branches, and how."""
