"""Every sentence and every number as it is written, in both languages."""
