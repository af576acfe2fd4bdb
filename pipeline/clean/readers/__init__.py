"""One reader per format: plain functions from a page's text to its posts."""
