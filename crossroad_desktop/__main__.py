"""`python -m crossroad_desktop` is the command `crossroad`."""

from crossroad_desktop.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
