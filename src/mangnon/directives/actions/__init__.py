"""What changes letters and work: one verb each, in one transaction with its audit row."""
