"""The shell scripts that steps run: which commands, where, and which failures cannot surface."""
