"""Runs componentize-py under limits of the operating system: `python -I build.py CPU_SECONDS FILE_BYTES ARGS…`.

The parent's own deadline and memory cap come first; these hold where the parent is killed.
"""

import signal
import sys


def limit(cpu_seconds, file_bytes):
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


limit(int(sys.argv[1]), int(sys.argv[2]))
sys.argv = ["componentize-py", *sys.argv[3:]]

from componentize_py import script  # noqa: E402

sys.exit(script())
