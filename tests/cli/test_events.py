# SPDX-License-Identifier: MIT
"""How a log is read: columns, quoting, ends of lines, numbers, and each kind of bad line."""
import gzip
import itertools
import os
import pathlib
import random

import cli

AS_OF = ["--as-of", "2024-12-31"]
WHOLE = "is not a whole number (money is in minor units, such as cents)"


def missing(column, *found):
    """What is said of a header without a column, which has others."""
    names = ", ".join(f'"{name}"' for name in found)
    return (f'the header has no column "{column}"; it needs customer, kind, date and value, separated by commas; '
            f"found {names}")


class Reading(cli.CommandTest):
    def standings(self, content, *options):
        """The standings after a log given as it stands."""
        path = self.file("events.csv", content)
        result = cli.run("replay", cli.SHOP, path, *AS_OF, *options)
        self.check_run(result, 0, err="")
        return result.stdout.decode()

    def one(self, content):
        """The standings line of the only customer."""
        lines = self.standings(content).split("\n", 1)
        self.assertEqual(lines[0], "customer,rung,since,score")
        return lines[1]

    def test_columns_in_any_order_and_others(self):
        self.assertEqual(self.one("note,value,date,shop,customer,kind\nx,100,2024-12-30,7,anna,purchase\n"),
                         "anna,customer,2024-12-30,30\n")

    def test_as_many_columns_as_there_may_be(self):
        for before in (0, 1, 251, 252):
            for field in ("", "x", '"x"'):
                header = "n," * before + "customer,kind,date,value" + ",n" * (252 - before)
                line = (field + ",") * before + "anna,purchase,2024-12-30,1" + ("," + field) * (252 - before)
                self.assertEqual(self.one(header + "\n" + line + "\n"), "anna,customer,2024-12-30,30\n")

    def test_count(self):
        self.assertEqual(self.one("customer,kind,date,value,count\nanna,purchase,2024-12-30,100,3\n"),
                         "anna,client,2024-12-30,80\n")

    def test_empty_value_and_count_are_their_defaults(self):
        self.assertEqual(self.one(cli.HEADER + "anna,purchase,2024-12-30,,,\n"), "anna,customer,2024-12-30,30\n")

    def test_negative_count_takes_back(self):
        self.assertEqual(self.one(cli.HEADER + "anna,purchase,2024-12-30,100,3,\nanna,purchase,2024-12-30,100,-2,\n"),
                         "anna,customer,2024-12-30,30\n")

    def test_ends_of_lines(self):
        for end in ("\n", "\r\n", "\r"):
            content = cli.HEADER.replace("\n", end) + end.join(["anna,purchase,2024-12-30,1,1,", ""])
            self.assertEqual(self.one(content), "anna,customer,2024-12-30,30\n")

    def test_last_line_without_end(self):
        self.assertEqual(self.one(cli.HEADER + "anna,purchase,2024-12-30,1,1,"), "anna,customer,2024-12-30,30\n")
        self.assertEqual(self.one(cli.HEADER + 'anna,purchase,2024-12-30,1,1,"i"'), "anna,customer,2024-12-30,30\n")

    def test_byte_order_mark(self):
        mark = b"\xef\xbb\xbf"
        self.assertEqual(self.one(mark + cli.HEADER.encode() + b"anna,purchase,2024-12-30,1,1,"),
                         "anna,customer,2024-12-30,30\n")
        self.assertEqual(self.one(mark + b'"customer","kind","date","value"\nanna,purchase,2024-12-30,1'),
                         "anna,customer,2024-12-30,30\n")

    def test_empty_lines_and_no_events(self):
        self.assertEqual(self.one("\n\r\n" + cli.HEADER + "\n\nanna,purchase,2024-12-30,1,1,\n\n"),
                         "anna,customer,2024-12-30,30\n")
        self.assertEqual(self.standings(cli.HEADER), "customer,rung,since,score\n")

    def test_quoting_both_ways(self):
        ids = ["a,b", 'say ""hi""', "two\nlines", "cr\r\nlf", " spaces ", "plain"]
        content = cli.HEADER + "".join(f'"{one}","purchase",2024-12-30,"1",1,\n' for one in ids)
        expected = ['" spaces "', '"a,b"', '"cr\r\nlf"', "plain", '"say ""hi"""', '"two\nlines"']
        expected[0] = " spaces "  # nothing in it asks for quotes
        out = "customer,rung,since,score\n" + "".join(f"{one},customer,2024-12-30,30\n" for one in expected)
        path = self.file("events.csv", content.encode())
        result = cli.run("replay", cli.SHOP, path, *AS_OF)
        self.check_run(result, 0, err="")
        self.assertEqual(result.stdout, out.encode())

    def test_customers_are_bytes(self):
        customers = [b"\xff", b"ab", b"a", b"Z", b"\xd0\x90", b"a\0b", b"\xe2\x80"]
        content = cli.HEADER.encode() + b"".join(one + b",purchase,2024-12-30,1,1,\n" for one in customers)
        path = self.file("events.csv", content)
        result = cli.run("replay", cli.SHOP, path, *AS_OF)
        self.check_run(result, 0, err="")
        names = [line.split(b",")[0] for line in result.stdout.splitlines()[1:]]
        self.assertEqual(names, [b"Z", b"a", b"a\0b", b"ab", b"\xd0\x90", b"\xe2\x80", b"\xff"])

    def test_standard_input(self):
        content = cli.HEADER + "anna,purchase,2024-12-30,1,1,\n"
        out = "customer,rung,since,score\nanna,customer,2024-12-30,30\n"
        self.check_run(cli.run("replay", cli.SHOP, "-", *AS_OF, stdin=content), 0, out, "")
        self.check_run(cli.run("replay", cli.SHOP, "-", *AS_OF, stdin=cli.HEADER + "anna,x,2024-12-30,1,1,\n"), 1, "",
                       '<stdin>:2: kind "x" is not in the rule table\n')

    def test_more_than_a_block(self):
        """Fields, quotes and CR LF across the ends of blocks."""
        for shift in range(4):
            lines = [f'"c{i}\r\n",purchase,2024-12-30,1,1,"{i}"\r\n' for i in range(6000)]
            out = self.standings("x" * shift + "," + cli.HEADER.replace("\n", "\r\n") +
                                 "".join("," + line for line in lines))
            self.assertEqual(out.count(",customer,2024-12-30,30\n"), 6000)

    def test_a_very_long_field(self):
        for note in ("n" * 65000, '"' + "n,\n" * 21000 + '"'):
            self.assertEqual(self.one(f"note,{cli.HEADER}{note},anna,purchase,2024-12-30,1,1,\n"),
                             "anna,customer,2024-12-30,30\n")

    def test_the_longest_customer(self):
        name = "n" * 255
        self.assertEqual(self.one(cli.HEADER + name + ",purchase,2024-12-30,1,1,\n"),
                         name + ",customer,2024-12-30,30\n")

    def test_many_long_customers(self):
        """More bytes of customers and ids than a batch has room for."""
        lines = "".join(f"{i:0255},purchase,2024-12-30,1,1,{i:0255}\n" for i in range(1000))
        self.assertEqual(self.standings(cli.HEADER + lines).count(",customer,2024-12-30,30\n"), 1000)

    def test_quoted_and_plain_lines_by_turns(self):
        names = [f'"c{i}"' if i % 3 else f"c{i}" for i in range(9000)]
        lines = [f"{name},purchase,2024-12-30,1,1," for name in names]
        for end in ("\n", "\r\n"):
            self.assertEqual(self.standings(cli.HEADER + end.join(lines)).count(",customer,2024-12-30,30\n"), 9000)

    def test_extreme_numbers(self):
        table = self.file("t.json", '{"format":1,"name":"t","events":{"e":{}},"metrics":{"s":{"sum":"e"}},'
                          '"ladder":[{"rung":"low"},{"rung":"min","enter":["s == -9223372036854775808"]},'
                          '{"rung":"max","enter":["s == 9223372036854775807"]}]}')
        log = self.log("a,e,2024-01-01,9223372036854775807,1,", "b,e,2024-01-01,-9223372036854775808,1,",
                       "c,e,0001-01-01,-0,1,", "d,e,9999-12-31,0009,-2147483648,")
        self.check_run(cli.run("replay", table, log, "--as-of", "9999-12-31"), 0,
                       "customer,rung,since,score\na,max,2024-01-01,0\nb,min,2024-01-01,0\nc,low,0001-01-01,0\n"
                       "d,low,9999-12-31,0\n", "")

    def test_kinds_that_resemble_each_other(self):
        """In their first eight bytes, in all but one byte, in their length."""
        kinds = ["purchase", "purchases", "purchased", "purchas", "p", "advertisement", "advertisements",
                 "advertisemant", "advertise", "a" * 24, "a" * 23 + "b", "a" * 12 + "b" + "a" * 11]
        metrics = ",".join(f'"{kind}": {{"count": "{kind}"}}' for kind in kinds)
        rungs = ",".join(f'{{"rung": "r{i}", "enter": ["{kind} == {i + 1}"]}}' for i, kind in enumerate(kinds))
        table = self.file("t.json", '{"format":1,"name":"t","events":{' + ",".join(f'"{kind}":{{}}' for kind in kinds) +
                          '},"metrics":{' + metrics + '},"ladder":[{"rung":"low"},' + rungs + "]}")
        lines = [f"c{i:02},{kind},2024-01-01,0" for i, kind in enumerate(kinds) for _ in range(i + 1)]
        random.Random(1).shuffle(lines)
        out = "customer,rung,since,score\n" + "".join(f"c{i:02},r{i},2024-01-01,0\n" for i in range(len(kinds)))
        for end in ("", "\n"):
            log = self.file("events.csv", "customer,kind,date,value\n" + "\n".join(lines) + end)
            self.check_run(cli.run("replay", table, log, *AS_OF), 0, out, "")
        for kind in ("purchasee", "purchasesx", "purchasé", "advertisementt", "advertisemen", "a" * 23, "a" * 25, "P"):
            log = self.file("events.csv", f"customer,kind,date,value\n{lines[0]}\nx,{kind},2024-01-01,0\n")
            self.check_run(cli.run("replay", table, log, *AS_OF), 1, "",
                           f'{log}:3: kind "{kind}" is not in the rule table\n')

    def test_quoted_fields_as_plain_ones(self):
        """The same events, the same complaints: what follows a field in memory never belongs to it."""
        seed = int(os.environ.get("LOYALTY_SEED", random.randrange(1 << 32)))
        print("seed", seed)
        chance = random.Random(seed)
        fields = (["anna", "bob", "c" * 16, "c" * 17, "c" * 255, "c" * 256, "a\0", ""],
                  ["purchase", "visit", "purchas", "purchases", "review", "", "return"],
                  ["2024-12-30", "2024-02-29", "2023-02-29", "2024-04-30", "2024-04-31", "2024-12-3", "0001-01-01", ""],
                  ["0", "7", "12345678", "123456789", "007", "-0", "-5", "+5", "2147483648", "9223372036854775808",
                   "1x", ""],
                  ["1", "2", "-1", "2147483647", "2147483648", ""], ["i", "i" * 16, "i" * 255, "i" * 256, ""])
        usual = [choices[0] for choices in fields]
        events = []
        for _ in range(3000):
            event = [chance.choice(choices) if chance.random() < 0.2 else most for choices, most in zip(fields, usual)]
            event[0] = event[0] + str(chance.randrange(9)) if event[0] else event[0]
            events.append(event)
        results = []
        for quote in ("", '"'):
            lines = [",".join(quote + field + quote for field in event) for event in events]
            results.append(cli.run("replay", cli.SHOP, self.log(*lines), *AS_OF, "--skip-bad"))
            self.assertEqual(results[-1].returncode, 0)
        self.assertEqual(results[0].stdout, results[1].stdout)
        self.assertEqual(results[0].stderr, results[1].stderr)

    def test_many_customers(self):
        names = [str(i) for i in range(20000)]
        log = self.log(*(f"{name},visit,2024-01-01,0,1," for name in names + names))
        result = cli.run("replay", cli.SHOP, log, *AS_OF)
        self.check_run(result, 0, err="")
        self.assertEqual([line.split(",")[0] for line in result.stdout.decode().splitlines()[1:]], sorted(names))


class Blocks(cli.CommandTest):
    """A file is read in blocks of 128 KiB: nothing depends on where one ends."""
    BLOCK = 131072
    COLUMNS = b"note,customer,kind,date,value,count,id"
    GOOD = b"n,anna,purchase,2024-12-30,12345678,1,i7"
    PARTS = (GOOD, b"n,bob,visit,2024-02-29,,,", b'"n,n",anna,purchase,2024-12-30,1,,"a""b"',
             b'n,"two\nlines",visit,2024-12-30,-5,,', b'n,"cr\r\nlf",visit,2024-12-30,1234567890123,2,', b"", b"x",
             b"n,anna,purchse,2024-12-30,1,1,", b"n,anna,purchase,2024-02-30,1,1,", b"n,anna,purchase,2024-12-30,+1,1,",
             b'n,an"na,purchase,2024-12-30,1,1,', b'n,"an"na,purchase,2024-12-30,1,1,',
             b"n,a\0b,visit,2024-12-30,1,1,i\0", b"\xef\xbb\xbf,c,visit,2024-12-30,1,,")

    def results(self, content, jobs=1):
        """What is printed and told."""
        path = self.file("events.csv", content)
        result = cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad", "--jobs", jobs)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout, result.stderr

    def test_every_place_of_a_line(self):
        """Three lines before it are short, or so long that the line lies across the end of the first block."""
        for part, end in itertools.product(self.PARTS, (b"\n", b"\r\n", b"\r")):
            header, line = self.COLUMNS + end, part + end
            before, behind = b",d,visit,2024-12-30,1,," + end, self.GOOD.replace(b"i7", b"i8")
            expected = self.results(header + 3 * before + line + behind)
            for place in range(len(line) + 2):
                room = self.BLOCK + 1 - place - len(header) - 3 * len(before)
                notes = [room // 3, room // 3, room - room // 3 * 2]
                content = header + b"".join(b"n" * note + before for note in notes) + line + behind
                self.assertEqual(self.results(content, 1 + place % 2), expected, (part, end, place))


class Foreign(cli.CommandTest):
    """What is no text in UTF-8 is named for what it is, as a log, on standard input and as a table."""
    TEXT = (cli.HEADER + "anna,purchase,2024-12-30,1,1,\n") * 9000  # more than a block
    GZIP = gzip.compress(TEXT.encode() + random.Random(1).randbytes(300000))
    LOGS = (("log.csv.gz", GZIP, "is compressed with gzip; use gunzip -c {} | loyalty ... -"),
            ("little.csv", b"\xff\xfe" + TEXT.encode("utf-16-le"), "is UTF-16; save it as UTF-8"),
            ("big.csv", b"\xfe\xff" + TEXT.encode("utf-16-be"), "is UTF-16; save it as UTF-8"),
            ("log.xlsx", b"PK\x03\x04\x14\x00\x06\x00" + bytes(100),
             "is an Excel workbook or another zip file; save it as CSV UTF-8"))

    def test_log(self):
        for name, content, reason in self.LOGS:
            for content in (content, content[:4]):
                path = self.file(name, content)
                for command in (["replay"], ["replay", "--skip-bad"], ["replay", "--jobs", "2"], ["replay", "--stream"],
                                ["explain", "--customer", "anna"], ["census"], ["backtest", cli.SHOP]):
                    self.check_run(cli.run(*command, cli.SHOP, path, *AS_OF), 1, "",
                                   f"loyalty: {path} {reason.format(path)}\n")
                self.check_run(cli.run("replay", cli.SHOP, "-", *AS_OF, stdin=content), 1, "",
                               f"loyalty: <stdin> {reason.format('FILE')}\n")

    def test_table(self):
        table = pathlib.Path(cli.SHOP).read_text(encoding="utf-8")
        for name, content, reason in (
                ("t.json.gz", gzip.compress(table.encode()), "is compressed with gzip; decompress it with gunzip"),
                ("little.json", b"\xff\xfe" + table.encode("utf-16-le"), "is UTF-16; save it as UTF-8"),
                ("big.json", b"\xfe\xff" + table.encode("utf-16-be"), "is UTF-16; save it as UTF-8"),
                ("t.xlsx", b"PK\x03\x04" + bytes(1 << 23),
                 "is an Excel workbook or another zip file; a rule table is JSON")):
            path = self.file(name, content)
            reason = f"loyalty: {path} {reason}\n"
            self.check_run(cli.run("check", path), 1, "", reason)
            for command in (["replay"], ["explain", "--customer", "anna"], ["census"], ["backtest", cli.SHOP]):
                self.check_run(cli.run(*command, path, "-", *AS_OF), 1, "", reason)

    def test_what_only_resembles(self):
        for begin in (b"\x1f", b"\xff", b"\xfe", b"PK", b"PK\x03"):
            path = self.file("events.csv", begin + b"," + cli.HEADER.encode() + b"x,anna,purchase,2024-12-30,1,1,\n")
            self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 0,
                           "customer,rung,since,score\nanna,customer,2024-12-30,30\n", "")
            path = self.file("short.csv", begin)
            result = cli.run("replay", cli.SHOP, path, *AS_OF)
            self.assertEqual((result.returncode, result.stdout), (1, b""))
            self.assertTrue(result.stderr.startswith(f"{path}:1: {missing('customer').removesuffix(' ')}".encode()))
        self.check_run(cli.run("check", self.file("t.json", b"PK")), 1, err="")


class BadHeader(cli.CommandTest):
    def refused(self, content, reason, line=1):
        path = self.file("events.csv", content)
        for options in ([], ["--skip-bad"], ["--stream"]):
            self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, *options), 1, "", f"{path}:{line}: {reason}\n")

    def test_none(self):
        self.refused("", "the header line is missing")
        self.refused("\n\n", "the header line is missing")

    def test_missing_columns(self):
        self.refused("customer,kind,date\n", missing("value", "customer", "kind", "date"))
        self.refused("kind,date,value,Customer\n", missing("customer", "kind", "date", "value", "Customer"))
        self.refused("\nanna,purchase,2024-12-30,1\n", missing("customer", "anna", "purchase", "2024-12-30", "1"),
                     line=2)

    def test_other_separators(self):
        for separator, shown, name in ((";", ";", '";"'), ("\t", "\\x09", "a tab")):
            header = "customer kind date value".replace(" ", separator)
            self.refused(header + "\n", missing("customer", header.replace(separator, shown)) +
                         f"; the separator seems to be {name}")

    def test_long_header(self):
        """Names that do not fit are left out, the separator is not."""
        path = self.file("events.csv", ",".join(f"{'x' * 50}{i};" for i in range(250)) + "\n")
        result = cli.run("replay", cli.SHOP, path, *AS_OF)
        self.check_run(result, 1, "")
        self.assertRegex(result.stderr.decode(), r', \.\.\.; the separator seems to be ";"\n$')

    def test_twice(self):
        self.refused("customer,kind,date,value,kind\n", "the header has a column twice")

    def test_too_many(self):
        self.refused("x," * 300 + cli.HEADER, "the header has more than 256 columns")

    def test_quotes(self):
        self.refused('customer,ki"nd,date,value\n', "a quote inside a field; double it, and quote the whole field")
        self.refused('customer,"kind,date,value', "a quoted field is not closed")

    def test_no_file(self):
        path = str(self.directory / "none.csv")
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 1, "",
                       f"loyalty: {path}: No such file or directory\n")
        self.check_run(cli.run("replay", cli.SHOP, self.directory, *AS_OF), 1, "",
                       f"loyalty: {self.directory}: Is a directory\n")


class BadLine(cli.CommandTest):
    GOOD = "anna,purchase,2024-12-30,1,1,"

    def bad(self, line, reason, at=3):
        """The line alone ends the run; with --skip-bad what stands around it counts."""
        path = self.log(self.GOOD, line, "anna,purchase,2024-12-30,1,2,")
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 1, "", f"{path}:{at}: {reason}\n")
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, "--transitions"), 1, "", f"{path}:{at}: {reason}\n")
        self.check_run(cli.run("explain", cli.SHOP, path, *AS_OF, "--customer", "anna"), 1, "",
                       f"{path}:{at}: {reason}\n")
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad"), 0,
                       "customer,rung,since,score\nanna,client,2024-12-30,80\n",
                       f"{path}:{at}: {reason}\nloyalty: {path}: 1 bad line skipped\n")

    def test_fields(self):
        self.bad("anna,purchase,2024-12-30,1,1", "5 fields, but the header has 6")
        self.bad("anna,purchase,2024-12-30,1,1,,", "7 fields, but the header has 6")
        self.bad("anna", "1 field, but the header has 6")
        self.bad('""', "1 field, but the header has 6")
        self.bad(" ", "1 field, but the header has 6")

    def test_many_fields(self):
        for count in (255, 256, 257, 258, 1000):
            for field in ("", "x", '"x"'):
                self.bad(",".join([field] * count), f"{count} fields, but the header has 6")

    def test_customer(self):
        self.bad(",purchase,2024-12-30,1,1,", "customer is empty")
        self.bad('"",purchase,2024-12-30,1,1,', "customer is empty")
        self.bad("n" * 256 + ",purchase,2024-12-30,1,1,", "customer is longer than 255 bytes")

    def test_kind(self):
        self.bad("anna,purchse,2024-12-30,1,1,", 'kind "purchse" is not in the rule table')
        self.bad("anna,,2024-12-30,1,1,", 'kind "" is not in the rule table')
        self.bad("anna, purchase,2024-12-30,1,1,", 'kind " purchase" is not in the rule table')
        self.bad("anna,purchase\0,2024-12-30,1,1,", 'kind "purchase\\x00" is not in the rule table')
        self.bad("anna,\x1b[2J,2024-12-30,1,1,", 'kind "\\x1b[2J" is not in the rule table')
        self.bad("anna," + "k" * 500 + ",2024-12-30,1,1,", 'kind "' + "k" * 73 + '..." is not in the rule table')

    def test_date(self):
        for date in ("2023-02-29", "2024-12-32", "0000-01-01", "10000-01-01", "2024-1-01", "20241230", "",
                     " 2024-12-30", "2024-12-30T00:00", "2024-12-1:", "2024-12-2/", "2024-12-0x", "2024-12-00",
                     "2024/12-30", "2024-12/30", "2024-1x-30", "+024-12-30"):
            self.bad(f"anna,purchase,{date},1,1,", f'date "{date}" is not a calendar day; use YYYY-MM-DD')

    def test_value(self):
        for value in ("1.5", "1e3", "+1", " 1", "1 ", "-", "--1", "0x10", "ten", "١"):
            self.bad(f"anna,purchase,2024-12-30,{value},1,", f'value "{value}" {WHOLE}')
        for value in ("-1", "1000001", "9223372036854775807", "9223372036854775808", "-99999999999999999999"):
            self.bad(f"anna,purchase,2024-12-30,{value},1,", f"value {value} is outside the range 0 to 1000000")
        self.bad("anna,visit,2024-12-30,9223372036854775808,1,",
                 "value 9223372036854775808 is outside the range -9223372036854775808 to 9223372036854775807")
        self.bad("anna,visit,2024-12-30,-9223372036854775809,1,",
                 "value -9223372036854775809 is outside the range -9223372036854775808 to 9223372036854775807")

    def test_count(self):
        self.bad("anna,purchase,2024-12-30,1,one,", f'count "one" {WHOLE}')
        self.bad("anna,purchase,2024-12-30,1,0,", "the count is 0; use a positive count, or a negative one to take events back")
        for count in ("2147483648", "-2147483649", "99999999999999999999"):
            self.bad(f"anna,purchase,2024-12-30,1,{count},",
                     f"count {count} is outside the range -2147483648 to 2147483647")

    def test_id(self):
        path = self.log("anna,purchase,2024-12-30,1,1," + "i" * 255)
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 0, err="")
        path = self.log("anna,purchase,2024-12-30,1,1," + "i" * 256)
        result = cli.run("replay", cli.SHOP, path, *AS_OF)
        self.check_run(result, 1, "")
        self.assertTrue(result.stderr.decode().startswith(f"{path}:2: "), result.stderr)

    def test_overflow(self):
        path = self.log("anna,visit,2024-12-30,9223372036854775807,1,", "anna,visit,2024-12-30,1,1,")
        result = cli.run("replay", cli.SHOP, path, *AS_OF)
        self.check_run(result, 1, "")
        self.assertTrue(result.stderr.decode().startswith(f"{path}:3: "), result.stderr)

    def test_empty_value_that_the_kind_refuses(self):
        table = self.file("t.json", '{"format": 1, "name": "t", "events": {"rating": {"value": [1, 5]}},'
                          '"ladder": [{"rung": "low"}]}')
        log = self.log("anna,rating,2024-12-30,,1,")
        result = cli.run("replay", table, log, *AS_OF)
        self.check_run(result, 1, "")
        self.assertRegex(result.stderr.decode(), f"^{log}:2: .*value")

    def test_quotes(self):
        reason = "a quote inside a field; double it, and quote the whole field"
        self.bad('an"na,purchase,2024-12-30,1,1,', reason)
        self.bad('"an"na,purchase,2024-12-30,1,1,', reason)
        self.bad('"an" ,purchase,2024-12-30,1,1,', reason)
        self.bad('"an\nna"x,purchase,2024-12-30,1,1,', reason + " (the record continues to line 4)")

    def test_quote_without_end(self):
        path = self.log(self.GOOD, 'anna,purchase,2024-12-30,1,1,"id', "anna,purchase,2024-12-30,1,2,")
        reason = f"{path}:3: a quoted field is not closed (the record continues to line 5)\n"
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 1, "", reason)
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad"), 0,
                       "customer,rung,since,score\nanna,customer,2024-12-30,30\n",
                       reason + f"loyalty: {path}: 1 bad line skipped\n")

    def test_line_numbers(self):
        """Quoted ends of lines, CR LF and empty lines count as an editor counts them."""
        path = self.file("events.csv", (cli.HEADER + '"a\nb",purchase,2024-12-30,1,1,\r\n\r\n\n'
                                        '"a\r\nb",purchase,2024-12-30,1,1,"x\n\ny"\r\n'
                                        "anna,bad,2024-12-30,1,1,\r\n").encode())
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 1, "",
                       f'{path}:10: kind "bad" is not in the rule table\n')
        path = self.file("old.csv", b"customer,kind,date,value\r\rc,visit,2024-01-01,0\rc,bad,2024-01-01,0\r")
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 1, "",
                       f'{path}:4: kind "bad" is not in the rule table\n')

    def test_in_the_order_of_the_file(self):
        """What only shows while recording is told before what reading finds on later lines."""
        most = 9223372036854775807
        path = self.log(f"a,visit,2024-12-30,{most},1,", "b,x,2024-12-30,1,1,", "a,visit,2024-12-30,1,1,",
                        "b,y,2024-12-30,1,1,", f"b,visit,2024-12-30,{most},1,", "b,visit,2024-12-30,1,1,")
        result = cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad")
        self.check_run(result, 0)
        lines = result.stderr.decode().splitlines()[:-1]
        self.assertEqual([line.split(":")[1] for line in lines], ["3", "5", "4", "7"], "by reason")
        path = self.log(f"a,visit,2024-12-30,{most},1,", "a,visit,2024-12-30,1,1,", "b,x,2024-12-30,1,1,")
        result = cli.run("replay", cli.SHOP, path, *AS_OF)
        self.check_run(result, 1, "")
        self.assertEqual(result.stderr.decode().count("\n"), 1)
        self.assertTrue(result.stderr.decode().startswith(f"{path}:3: "), result.stderr)

    def test_many_bad_lines(self):
        path = self.log(*("a,x,2024-12-30,1,1," if i % 2 else self.GOOD for i in range(3000)))
        result = cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad")
        self.check_run(result, 0, err="".join(f'{path}:{i + 2}: kind "x" is not in the rule table\n'
                                              for i in (1, 3, 5)) +
                       f"loyalty: {path}: 1500 lines like these 3: the kind is not in the rule table\n"
                       f"loyalty: {path}: 1500 bad lines skipped\n")

    def test_only_the_first_is_told_without_skip_bad(self):
        path = self.log("a,x,2024-12-30,1,1,", "b,y,2024-12-30,1,1,")
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF), 1, "",
                       f'{path}:2: kind "x" is not in the rule table\n')

    def test_all_are_told_with_skip_bad(self):
        path = self.log("a,x,2024-12-30,1,1,", self.GOOD, "b,y,2024-12-30,1,1,")
        self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad"), 0,
                       "customer,rung,since,score\nanna,customer,2024-12-30,30\n",
                       f'{path}:2: kind "x" is not in the rule table\n{path}:4: kind "y" is not in the rule table\n'
                       f"loyalty: {path}: 2 bad lines skipped\n")

    def test_duplicates_are_no_bad_lines(self):
        path = self.log("a,purchase,2024-12-30,1,1,i", "a,purchase,2024-12-30,1,1,i", "a,purchase,2024-12-30,1,1,j",
                        "b,purchase,2024-12-30,1,1,i", "a,purchase,2024-12-30,1,1,i")
        for options in ([], ["--stream"], ["--skip-bad"]):
            self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, *options), 0,
                           "customer,rung,since,score\na,customer,2024-12-30,30\nb,customer,2024-12-30,30\n",
                           f"loyalty: {path}: 2 duplicate events skipped (the id was recorded before)\n")

    def test_same_id_other_contents(self):
        """An edited order is not a retry: both lines and their contents are shown."""
        first = "a,purchase,2024-12-30,4000,1,o1"
        for again, shown in (("a,purchase,2024-12-30,5500,1,o1", "purchase on 2024-12-30, value 5500, count 1"),
                             ("a,purchase,2024-12-29,4000,1,o1", "purchase on 2024-12-29, value 4000, count 1"),
                             ("a,purchase,2024-12-30,4000,2,o1", "purchase on 2024-12-30, value 4000, count 2"),
                             ("a,visit,2024-12-30,4000,1,o1", "visit on 2024-12-30, value 4000, count 1")):
            path = self.log(first, first, again, "b,purchase,2024-12-30,1,1,o1")
            for options in ([], ["--stream"], ["--skip-bad"], ["--jobs", "2"]):
                self.check_run(cli.run("replay", cli.SHOP, path, *AS_OF, *options), 0, err=
                               f'{path}:4: id "o1" comes again with other contents: {shown}; line 2 has purchase on '
                               "2024-12-30, value 4000, count 1, which is what counts\n"
                               f"loyalty: {path}: 1 event skipped whose id was recorded before with other contents\n"
                               f"loyalty: {path}: 1 duplicate event skipped (the id was recorded before)\n")

    def test_conflict_with_what_was_recorded(self):
        """A line that was refused has no say in what the id means."""
        path = self.log("a,purchase,2024-13-30,1,1,i", "a,purchase,2024-12-30,2,1,i", "a,purchase,2024-12-30,2,1,i")
        self.assertNotIn(b"contents", cli.run("replay", cli.SHOP, path, *AS_OF, "--skip-bad").stderr)

    def test_conflicts_of_a_pipe(self):
        log = cli.HEADER + "a,purchase,2024-12-30,1,1,i\na,purchase,2024-12-30,2,1,i\n"
        self.check_run(cli.run("replay", cli.SHOP, "-", *AS_OF, stdin=log), 0, err=
                       "loyalty: <stdin>: 1 duplicate event skipped (the id was recorded before; the contents were not "
                       "compared, because this input could not be read again)\n")

    def test_many_conflicts(self):
        path = self.log(*(f"a,purchase,2024-12-30,{i},1,o1" for i in range(3000)))
        lines = cli.run("replay", cli.SHOP, path, *AS_OF).stderr.decode().splitlines()
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines[3], f"loyalty: {path}: 2999 events skipped whose id was recorded before with other contents")


if __name__ == "__main__":
    cli.main()
