"""The command qmsdoc; also python -m qmsdoc."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        # Asked by every editor and CI job at every start: not worth loading a command line.
        from qmsdoc import __version__

        sys.stdout.write(f"qmsdoc {__version__}\n")
        return
    from qmsdoc.cli.exit import run

    sys.exit(run())


if __name__ == "__main__":
    main()
