"""Asks libinjection, as libmodsecurity exports it, about byte strings: one hexadecimal line in, one line out.

The answer is `<sqli> <xss>`: the fingerprint or `-`, then `1` or `0`. With no library the program says so on
stderr and leaves with status 3, and the test that called it reports that there is nothing to compare with.
"""

import ctypes
import ctypes.util
import sys


def library() -> ctypes.CDLL:
    for name in ("libmodsecurity.so.3", ctypes.util.find_library("modsecurity")):
        if name is None:
            continue
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    sys.stderr.write("libmodsecurity.so.3 is not installed\n")
    sys.exit(3)


def main() -> None:
    lib = library()
    lib.libinjection_sqli.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p]
    lib.libinjection_xss.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    fingerprint = ctypes.create_string_buffer(16)
    for line in sys.stdin:
        data = bytes.fromhex(line.strip())
        sqli = lib.libinjection_sqli(data, len(data), fingerprint)
        xss = lib.libinjection_xss(data, len(data))
        name = fingerprint.value.decode("latin-1") if sqli else "-"
        sys.stdout.write(f"{name} {1 if xss else 0}\n")


main()
