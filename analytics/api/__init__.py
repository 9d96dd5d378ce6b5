"""Answers to programs over HTTP."""
