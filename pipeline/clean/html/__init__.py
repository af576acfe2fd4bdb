"""HTML pages: their tree, their facts about themselves, their layouts, their text as blocks."""
