"""The window around the server: only here pywebview is used."""
