# SPDX-License-Identifier: MIT
"""What is different on a terminal: colours on standard output, a progress bar on standard error."""
import os
import pty
import subprocess
import threading

import cli


class Terminal(cli.CommandTest):
    def on_terminal(self, stream, *arguments, **environment):
        """Runs with one stream on a terminal of its own; returns what it showed, the other stream, the exit code."""
        ours, theirs = pty.openpty()
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
        variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
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
