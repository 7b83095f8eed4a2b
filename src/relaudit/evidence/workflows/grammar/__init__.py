"""What may stand where in a workflow: GitHub's own syntax as a table, and its reader."""
