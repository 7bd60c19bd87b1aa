"""Nobody but the user of this machine may call, and nothing that is sent does harm."""
