"""What runs when an event comes, given that nothing fails, or that one job does."""
