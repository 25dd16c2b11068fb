"""`python -m mailtracker`: the same as the command `mailtracker`."""

from mailtracker.cli import main

if __name__ == "__main__":
    main(prog_name="mailtracker")
