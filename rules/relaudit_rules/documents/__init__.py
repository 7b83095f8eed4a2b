"""What documents say, held against what is so."""
