"""Words and judgement: pure, without I/O and without third-party imports."""
