"""What package indexes have, and how it gets there."""
