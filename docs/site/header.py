#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Doxygen's own header of a page, with the button for the dark mode of doxygen-awesome-css.

usage: header.py DOXYGEN OUTPUT
"""

import pathlib
import subprocess
import sys
import tempfile

BUTTON = """<script type="text/javascript" src="$relpath^doxygen-awesome-darkmode-toggle.js"></script>
<script type="text/javascript">DoxygenAwesomeDarkModeToggle.init()</script>
</head>"""


def main():
    doxygen, output = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        header = pathlib.Path(folder, "header.html")
        subprocess.run([doxygen, "-w", "html", header, pathlib.Path(folder, "footer.html"),
                        pathlib.Path(folder, "style.css")], cwd=folder, check=True, capture_output=True)
        text = header.read_text(encoding="utf-8")
    if text.count("</head>") != 1:
        sys.exit("Doxygen's header has no single </head>")
    pathlib.Path(output).write_text(text.replace("</head>", BUTTON), encoding="utf-8")


if __name__ == "__main__":
    main()
