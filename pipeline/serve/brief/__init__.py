"""The nightly brief: one self-contained page for people, and the same as JSON for apps."""
