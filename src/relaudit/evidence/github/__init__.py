"""What GitHub knows about a repository, as typed facts: each is read from answers of the API, wherever those come from."""
