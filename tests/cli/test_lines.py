# SPDX-License-Identifier: MIT
"""A line has at most 65536 bytes: what counts, what is said of a longer one, where reading goes on, and memory."""
import contextlib
import itertools
import os
import re
import resource
import subprocess
import unittest

import cli

MOST = 65536
AS_OF = ["--as-of", "2024-12-31"]
HEADER = "note,customer,kind,date,value\n"
GOOD = "note,anna,purchase,2024-12-30,1\n"
BEHIND = GOOD.replace("anna", "bob")
ONE = "customer,rung,since,score\nanna,customer,2024-12-30,30\n"
TWO = ONE + "bob,customer,2024-12-30,30\n"
REASON = "the line is longer than 65536 bytes"
QUOTE = REASON + ": is a closing quote missing?"


def line(length, note="n", quote=""):
    """A good line of that many bytes, without its end."""
    rest = f"{quote},anna,purchase,2024-12-30,1"
    room = length - len(quote) - len(rest)
    return quote + "x" * (room % len(note)) + note * (room // len(note)) + rest


class Limit(cli.CommandTest):
    def refused(self, content, at, reason, goes_on="", left=TWO):
        """The line ends the run; with --skip-bad it is left out and reading goes on behind it."""
        path = self.file("events.csv", content.encode())
        for options in ([], ["--jobs", "2"], ["--stream"]):
            result = cli.run("replay", cli.SHOP, path, *AS_OF, *options)
            self.check_run(result, 1, "")
            self.assertRegex(result.stderr.decode(), rf"^{path}:{at}: {re.escape(reason)}( \(.+\))?\n$")
            self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad", *options), 0, left,
                           f"{path}:{at}: {reason}{goes_on}\nloyalty: {path}: 1 bad line skipped\n")

    def test_exactly_the_most(self):
        """Also where lines and their ends lie across the ends of blocks, which have 128 KiB."""
        for before in range(6):
            for end in ("\n", "\r\n", "\r"):
                for long in (line(MOST), *(line(MOST, note, quote='"') for note in ("n", '""', "\n"))):
                    path = self.file("events.csv", (HEADER + "\n" * before + (long + end) * 4 + long).encode())
                    self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 0,
                                   "customer,rung,since,score\nanna,client,2024-12-30,80\n", "")

    def test_one_byte_more(self):
        for end in ("\n", "\r\n", "\r"):
            for before in range(4):
                left = TWO if before < 2 else TWO.replace("anna,customer,2024-12-30,30", "anna,client,2024-12-30,80")
                for quote in ("", '"'):
                    content = (HEADER + GOOD).replace("\n", end) + (line(MOST - 1) + end) * before
                    self.refused(content + line(MOST + 1, quote=quote) + end + BEHIND, before + 3, REASON, left=left)

    def test_far_more(self):
        for length in (MOST + 2, 131071, 131072, 131073, 262144, 1000000):
            for end in ("\n", "\r\n"):
                for quote in ("", '"'):
                    self.refused(HEADER + GOOD + line(length, quote=quote) + end + end + BEHIND, 3, REASON)

    def test_without_an_end(self):
        for length in (MOST + 1, 1000000):
            for long in ("n" * length, line(length), line(length, quote='"'), "," * length):
                self.refused(HEADER + GOOD + long, 3, REASON, left=ONE)

    def test_ends_of_lines_in_quotes(self):
        """They count, and what follows the quoted field is still read as what it is, whatever stands in it."""
        for inside in ("n,\n", "\n", "\r\n", GOOD, '""\n', 'x""\n', '\n""y,""'):
            note = inside * (MOST // len(inside) + 1)
            content = HEADER + GOOD + f'"{note}",anna,purchase,2024-12-30,1\n' + BEHIND
            last = 3 + note.count("\n")
            self.refused(content, 3, QUOTE, f" (the record continues to line {last})")
            self.refused("\n\n" + content, 5, QUOTE, f" (the record continues to line {last + 2})")

    def test_line_numbers_behind(self):
        for end in ("\n", "\r\n"):
            for long in (line(200000), line(200000, quote='"'), line(200000, "n\n", quote='"')):
                content = HEADER + long + end + BEHIND + "x" + end
                at = 4 + long.count("\n")
                path = self.file("events.csv", content.encode())
                result = cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad")
                self.check_run(result, 0)
                self.assertIn(f"\n{path}:{at}: 1 field, but the header has 5\n", result.stderr.decode())

    def test_where_the_run_ends(self):
        """Without --skip-bad nothing behind the limit is read, so it is said how far the record was followed."""
        path = self.file("events.csv", HEADER + '"' + "n\n" * 100000 + '"' + GOOD)
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 1, "",
                       f"{path}:2: {QUOTE} (the record continues to line 32769)\n")

    def test_a_closing_quote_is_missing(self):
        begin = HEADER + GOOD + '"' + GOOD
        path = self.file("events.csv", begin + GOOD * 9999)
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad"), 0, ONE,
                       f"{path}:3: {QUOTE} (the record continues to line 10003)\n"
                       f"loyalty: {path}: 1 bad line skipped\n")
        # The next quote is in the wrong place: it ends the record.
        self.refused(begin + GOOD * 9998 + 'no"te' + GOOD + BEHIND, 3, QUOTE,
                     " (the record continues to line 10002)")

    def test_a_quote_in_the_wrong_place(self):
        """Before the limit it is what is told; behind it, it ends nothing but the line."""
        reason = "a quote inside a field; double it, and quote the whole field"
        for before in range(3):
            begin = HEADER + GOOD + "\n" * before
            self.refused(begin + 'x"' + line(300000) + "\n" + BEHIND, 3 + before, reason)
            self.refused(begin + line(300000) + 'x"\n' + BEHIND, 3 + before, REASON)
            self.refused(begin + line(300000, quote='"') + 'x"\n' + BEHIND, 3 + before, REASON)

    def test_header(self):
        for header in ("n" * MOST + HEADER, '"' + "n" * MOST + '",' + HEADER):
            path = self.file("events.csv", header + GOOD)
            for options in ([], ["--skip-bad"]):
                self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, *options), 1, "", f"{path}:1: {REASON}\n")

    def test_a_mark_is_no_part_of_a_line(self):
        header = "n" * (MOST - len(HEADER)) + "," + HEADER
        for mark in (b"", b"\xef\xbb\xbf"):
            path = self.file("events.csv", mark + header.encode())
            self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 0, err="")

    def test_other_commands(self):
        path = self.file("events.csv", HEADER + GOOD + line(MOST + 1) + "\n" + BEHIND)
        for command in (["explain", "--customer", "anna"], ["census"], ["backtest", cli.SHOP]):
            self.check_run(cli.run(*command, cli.SHOP, path, *AS_OF), 1, "", f"{path}:3: {REASON}\n")
            self.check_run(cli.run(*command, cli.SHOP, path, *AS_OF, "--skip-bad"), 0,
                           err=f"{path}:3: {REASON}\nloyalty: {path}: 1 bad line skipped\n")


@unittest.skipIf(os.environ.get("LOYALTY_SANITIZED"), "a sanitizer needs its address space")
class Memory(cli.CommandTest):
    MEMORY = 100 << 20
    PIECE = 1 << 20
    PIECES = 200

    def pipe(self, begin, piece, end, *options):
        """Runs with 200 MB between `begin` and `end` on standard input, and half as much memory."""
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (self.MEMORY, self.MEMORY))
        arguments = [cli.COMMAND, "replay", cli.SHOP, "-", *AS_OF, *options]
        block = (piece * (self.PIECE // len(piece))).encode()
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              preexec_fn=limit) as process:
            with contextlib.suppress(BrokenPipeError):  # it may end before it has read all
                with process.stdin as pipe:
                    for content in itertools.chain([begin.encode()], [block] * self.PIECES, [end.encode()]):
                        pipe.write(content)
            out, err = process.stdout.read(), process.stderr.read()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def check_line(self, quote, piece, reason, *options):
        """A note of 200 MB ends the run, and with --skip-bad is left out."""
        begin = HEADER + GOOD + quote
        end = quote + ",anna,purchase,2024-12-30,1\n" + BEHIND
        newlines = self.PIECES * (self.PIECE // len(piece)) * piece.count("\n")
        goes_on = f" (the record continues to line {3 + newlines})" if newlines else ""
        self.check_run(self.pipe(begin, piece, end, "--skip-bad", *options), 0, TWO,
                       f"<stdin>:3: {reason}{goes_on}\nloyalty: <stdin>: 1 bad line skipped\n")
        result = self.pipe(begin, piece, end, *options)
        self.check_run(result, 1, "")
        self.assertRegex(result.stderr.decode(), rf"^<stdin>:3: {re.escape(reason)}( \(.+\))?\n$")

    def test_any_line(self):
        for piece in ("n", ","):
            self.check_line("", piece, REASON)
        for piece in ("n", '""'):
            self.check_line('"', piece, REASON)
        for piece in ("n,\n", "\r\n"):
            self.check_line('"', piece, QUOTE)

    def test_jobs(self):
        self.check_line("", "n", REASON, "--jobs", "2")
        self.check_line('"', "n\n", QUOTE, "--jobs", "2")

    def test_without_an_end(self):
        for begin in ("", HEADER + GOOD):
            result = self.pipe(begin, "\0", "")
            self.check_run(result, 1, "", f"<stdin>:{begin.count(chr(10)) + 1}: {REASON}\n")


if __name__ == "__main__":
    cli.main()
