"""What branches, tags and releases are protected by."""
