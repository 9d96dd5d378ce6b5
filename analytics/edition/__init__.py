"""The static edition: plain pages and files for any web server."""
