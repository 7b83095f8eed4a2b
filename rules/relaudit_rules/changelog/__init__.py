"""What the changelog says."""
