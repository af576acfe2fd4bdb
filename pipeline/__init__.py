"""Sekko: scrape, clean, enrich and load defence and security writing in Japanese."""
