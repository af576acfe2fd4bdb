"""Enrich: find, type and link actors and weapons systems in posts."""
