"""Runs a command, and writes the most memory that it (or any process that it waited for) had resident, in KiB.

peak-memory.py FILE COMMAND…
"""

import resource
import subprocess
import sys

file, *command = sys.argv[1:]
code = subprocess.run(command, check=False).returncode
with open(file, "w", encoding="utf-8") as output:
    output.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(abs(code))
