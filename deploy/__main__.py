"""`python3 -m deploy COMMAND`: what the Makefile calls.

Read by whatever Python is on the machine: nothing is imported before its version is known.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - written for the older ones
    found = ".".join(map(str, sys.version_info[:2]))
    sys.exit("Python 3.11 or newer is needed, not " + found + ". With another: make serve PYTHON=python3.12")

from deploy.commands import main

sys.exit(main(sys.argv[1:]))
