"""Compares two checkouts of the project, byte for byte."""
