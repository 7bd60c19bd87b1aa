"""Which analysis runs when: the queue, its folders, and one child process per running job."""
