"""The REST contract (docs/rest.md), against the server as a process of its own."""
