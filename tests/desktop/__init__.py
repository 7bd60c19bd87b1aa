"""The desktop window: its parts alone, and the real window on a display of its own."""
