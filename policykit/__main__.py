"""`python -m policykit` is the command `policykit`."""

from policykit.commands.main import run

if __name__ == "__main__":
    run()
