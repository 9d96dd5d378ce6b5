"""What was collected and what passed: files, cells, corrections, checks, the manifest."""
