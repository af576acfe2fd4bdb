"""The verbs of `sekko`, a module each. `register(app)` adds the verb; it imports nothing heavy."""
