"""The command qmsdoc; also python -m qmsdoc."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from qmsdoc.cli.exit import run

    sys.exit(run())


if __name__ == "__main__":
    main()
