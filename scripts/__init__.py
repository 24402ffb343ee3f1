"""The executable edition: from data files to tables, diagrams and verdicts."""
