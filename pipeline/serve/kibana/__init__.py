"""Kibana's objects: described in objects.yml, built into the NDJSON that Kibana imports."""
