# SPDX-License-Identifier: MIT
"""What the tests of the command share: running it, and a directory of their own for files."""
import os
import pathlib
import subprocess
import tempfile
import unittest

COMMAND = os.environ["LOYALTY_COMMAND"]
UPDATE = bool(os.environ.get("LOYALTY_GOLDEN_UPDATE"))  # write the golden texts anew instead of comparing them
HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
SHOP = str(HERE / "shop.json")
BISTRO = str(HERE / "bistro.json")  # money, terms, and labels for everything
BISTRO_LOG = ["anna,purchase,2024-07-01,55719,1,", "anna,purchase,2024-08-01,19000,1,",
              "anna,purchase,2024-08-02,10000,1,", "anna,full_price,2024-08-02,,1,",
              "anna,purchase,2024-12-01,5000,2,", "anna,purchase,2024-12-05,5000,-1,"]
HEADER = "customer,kind,date,value,count,id\n"


def run(*arguments, stdin=b"", stdout=subprocess.PIPE, **options):
    """Runs the command; text and bytes are both taken for standard input."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    return subprocess.run([COMMAND, *map(str, arguments)], input=stdin, stdout=stdout, stderr=subprocess.PIPE,
                          timeout=120, check=False, **options)


class CommandTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def file(self, name, content):
        """A file in the test's directory; returns its path."""
        path = self.directory / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def log(self, *lines, name="events.csv"):
        """A log with all six columns."""
        return self.file(name, HEADER + "".join(line + "\n" for line in lines))

    def check_run(self, result, code=0, out=None, err=None):
        """Exit code, the whole standard output, and the whole standard error where given."""
        self.assertEqual(result.returncode, code, result.stderr.decode())
        if out is not None:
            self.assertEqual(result.stdout.decode(), out)
        if err is not None:
            self.assertEqual(result.stderr.decode(), err)

    def check_golden(self, name, out):
        """The output is golden/NAME.txt, or becomes it. Returns the golden text."""
        path = GOLDEN / f"{name}.txt"
        if UPDATE:
            path.write_bytes(out.encode())
        expected = path.read_bytes().decode()
        self.assertEqual(out, expected)
        return expected


def main():
    unittest.main(verbosity=1)
