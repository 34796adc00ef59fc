# SPDX-License-Identifier: MIT
"""What is different on a terminal: colours on standard output, a progress bar on standard error."""
import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading
import unicodedata

import cli


class Terminal(cli.CommandTest):
    def on_terminal(self, stream, *arguments, columns=0, **environment):
        """Runs with one stream on a terminal of its own; returns what it showed, the other stream, the exit code."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40 if columns else 0, columns, 0, 0))
        shown = []

        def read():
            try:
                while chunk := os.read(ours, 65536):
                    shown.append(chunk)
            except OSError:  # how Linux says that the terminal is closed
                pass

        reader = threading.Thread(target=read)
        reader.start()
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
        unset = ("NO_COLOR", "TERM", "LC_ALL", "LC_CTYPE", "LANG")
        variables = {key: value for key, value in os.environ.items() if key not in unset}
        result = subprocess.run([cli.COMMAND, *arguments], stdin=subprocess.DEVNULL, env={**variables, **environment},
                                check=False, timeout=120, **streams)
        os.close(theirs)
        reader.join()
        os.close(ours)
        other = result.stderr if stream == "stdout" else result.stdout
        return b"".join(shown).replace(b"\r\n", b"\n").decode(), other.decode(), result.returncode

    def test_colours(self):
        log = self.log("anna,visit,2024-01-01,0,1,")
        arguments = ["explain", cli.SHOP, log, "--customer", "anna", "--as-of", "2024-04-01"]
        plain = cli.run(*arguments).stdout.decode()
        self.assertNotIn("\x1b", plain)
        coloured, _, code = self.on_terminal("stdout", *arguments, TERM="xterm")
        self.assertEqual(code, 0)
        self.assertIn("\x1b[1manna: Suspect since 2024-01-01\x1b[0m\n", coloured)
        for variables in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}, {}):
            self.assertEqual(self.on_terminal("stdout", *arguments, **variables), (plain, "", 0))
        self.assertEqual(self.on_terminal("stdout", *arguments, TERM="xterm", NO_COLOR="")[0], coloured)

    def test_bars(self):
        """In blocks where the terminal speaks UTF-8, as wide as it is; elsewhere as in a file."""
        log = self.log("a,visit,2024-01-01,0,1,", "b,visit,2024-01-01,0,1,", "b,purchase,2024-01-02,1,1,",
                       "c,purchase,2024-01-02,1,1,")
        arguments = ["census", cli.SHOP, log, "--as-of", "2024-01-02"]
        plain = cli.run(*arguments, env={**os.environ, "LANG": "C.UTF-8"}).stdout.decode()
        self.assertIn("\n  suspect   1  33.3%  #############\n"
                      "  customer  2  66.7%  ###########################\n", plain)
        self.assertTrue(plain.isascii())
        for variables in ({"LANG": "C"}, {"LANG": "en_GB.ISO-8859-1"}, {"LANG": "C.UTF-8", "LC_ALL": "POSIX"},
                          {"LANG": "C.UTF-8", "LC_CTYPE": "C"}, {}):
            self.assertEqual(self.on_terminal("stdout", *arguments, **variables), (plain, "", 0))
        for variables in ({"LANG": "C.UTF-8"}, {"LANG": "fa_IR.utf8"}, {"LANG": "C", "LC_CTYPE": "C.UTF-8"},
                          {"LANG": "C", "LC_ALL": "ru_RU.UTF-8", "LC_CTYPE": "C"}, {"LC_ALL": "", "LANG": "C.UTF-8"}):
            shown, _, code = self.on_terminal("stdout", *arguments, **variables)
            self.assertEqual(code, 0)
            self.assertIn("\n  suspect   1  33.3%  █████████████▍\n"
                          "  customer  2  66.7%  ██████████████████████████▋\n", shown)
        shown = self.on_terminal("stdout", *arguments, columns=50, LANG="C.UTF-8", TERM="xterm")[0]
        self.assertTrue(shown.startswith("\x1b[1mRule table shop, on 2024-01-02: 3 customers\x1b[0m\n"), shown)
        self.assertIn("\n  customer  2  66.7%  ██████████████████▋\n", shown)

    def explain(self, language, columns, **environment):
        arguments = ["explain", cli.BISTRO, self.log(*cli.BISTRO_LOG), "--customer", "anna", "--as-of", "2024-11-01"]
        shown, err, code = self.on_terminal("stdout", *arguments, "--lang", language, columns=columns, **environment)
        self.assertEqual((err, code), ("", 0))
        for line in shown.splitlines():
            width = sum(unicodedata.category(character) not in ("Cf", "Mn") for character in line)
            self.assertLessEqual(width, columns, line)
        return shown

    def test_explain(self):
        """Three languages on wide and narrow terminals: no line is longer, which the terminal would break anywhere."""
        for language in ("en", "fa", "ru"):
            for columns in (80, 60, 40):
                self.check_golden(f"explain-{language}-{columns}", self.explain(language, columns, LANG="C.UTF-8"))

    def test_explain_in_ascii(self):
        """Only the table's labels and the language's letters are not ASCII where the terminal does not speak UTF-8."""
        for language in ("en", "fa", "ru"):
            for columns in (80, 60, 40):
                shown = self.explain(language, columns, LC_ALL="C", LANG="en_GB.UTF-8")
                self.check_golden(f"explain-{language}-{columns}-ascii", shown)
                self.assertNotRegex(shown, "[\u2190-\u2bff…]")
                self.assertTrue(shown.isascii() or language != "en")

    def test_explain_breaks_long_words(self):
        log = self.log(f"{'y' * 90},visit,2024-01-01,0,1,")
        arguments = ["explain", cli.SHOP, log, "--customer", "y" * 90, "--as-of", "2024-01-01"]
        shown = self.on_terminal("stdout", *arguments, columns=40, TERM="xterm")[0]
        expected = f"\x1b[1m{'y' * 40}\n  {'y' * 38}\n  {'y' * 12}: Suspect since 2024-01-01\x1b[0m\n"
        self.assertTrue(shown.startswith(expected), shown)

    def test_narrow_matrix(self):
        """Where the names of rungs take too much room, they are numbered."""
        log = self.log("a,visit,2024-01-01,0,1,", "a,purchase,2024-01-02,1,1,")
        arguments = ["census", cli.SHOP, log, "--as-of", "2024-01-02", "--from", "2024-01-01"]
        shown = self.on_terminal("stdout", *arguments, columns=50)[0]
        self.assertIn("\n  from \\ to  1  2  3  4  all  same\n  suspect    0  1  0  0    1  0.0%\n", shown)
        self.assertIn("\n  1: suspect\n  2: customer\n  3: client\n  4: advocate\n", shown)

    def test_census_metrics(self):
        """Quantiles of metrics on wide and narrow terminals: bars in the room that is left, and ASCII alone without UTF-8."""
        log = self.log(*cli.BISTRO_LOG, "bob,purchase,2024-08-02,1234567,1,", "eve,full_price,2024-09-02,,1,")
        arguments = ["census", cli.BISTRO, log, "--as-of", "2024-11-01", "--metrics", "rolling,idle"]
        for columns in (80, 60, 40):
            for name, variables in (("", {"LANG": "C.UTF-8"}), ("-ascii", {"LC_ALL": "C", "LANG": "en_GB.UTF-8"})):
                shown, err, code = self.on_terminal("stdout", *arguments, columns=columns, **variables)
                self.assertEqual((err, code), ("", 0))
                shown = shown[shown.index("Metric: "):]
                self.assertLessEqual(max(map(len, shown.splitlines())), columns)
                self.assertTrue(shown.isascii() or not name)
                self.check_golden(f"census-metrics-{columns}{name}", shown)

    def test_progress(self):
        log = self.log(*(f"c{i % 100},visit,2024-01-01,0,1," for i in range(20000)))
        shown, out, code = self.on_terminal("stderr", "replay", cli.SHOP, log, "--as-of", "2024-01-01", TERM="xterm")
        self.assertEqual((code, len(out.splitlines())), (0, 101))
        self.assertIn(f"\r{log} [..............................]   0%", shown)
        self.assertIn(f"\r{log} [##############################] 100%", shown)
        self.assertIn("\radvancing [##############################] 100%", shown)
        self.assertTrue(shown.endswith("\r\x1b[K"), shown[-40:])

    def test_a_message_takes_the_place_of_the_bar(self):
        log = self.log("a,x,2024-01-01,0,1,")
        shown, out, code = self.on_terminal("stderr", "replay", cli.SHOP, log, "--as-of", "2024-01-01", TERM="xterm")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f'%\r\x1b[K{log}:2: kind "x" is not in the rule table\n', shown)


if __name__ == "__main__":
    cli.main()
