"""GitHub itself: the only rooms from which anything is sent over the network."""
