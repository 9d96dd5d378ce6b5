"""The record, and imported tables, in PostgreSQL with PostGIS: written to it, and read from it, equal to the row."""
