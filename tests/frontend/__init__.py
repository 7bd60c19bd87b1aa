"""The front end: data its tests draw, and the committed build."""
