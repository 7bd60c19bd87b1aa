"""What happens when processes are killed, disks fill up, files vanish, clients go."""
