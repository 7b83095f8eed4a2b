"""What workflows publish, to where, and with what."""
