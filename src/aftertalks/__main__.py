"""``python -m aftertalks`` is the command ``aftertalks``."""

from aftertalks.cli import main

main()
