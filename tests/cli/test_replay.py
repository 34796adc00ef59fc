# SPDX-License-Identifier: MIT
"""loyalty replay: standings, transitions, and the stream. What shop.json gives was worked out by hand."""
import csv
import datetime
import io
import json
import os
import random
import resource
import unittest

import cli

# anna: customer on the 1st purchase, client on the 3rd; 90 days later two, one and none of them are left.
# bob: referred, then three at once; his advocacy ends with the purchases, a step, then after the hold to the ground.
LOG = ["bob,referral,2024-01-05,0,1,r1", "anna,purchase,2024-01-20,500,1,a2", "anna,purchase,2024-01-10,500,1,a1",
       "bob,purchase,2024-01-10,700,3,b1", "anna,purchase,2024-02-01,500,1,a3", "carl,visit,2024-03-01,0,1,",
       "zoe,visit,2025-01-01,0,1,"]
MOVES = ["2024-01-10,anna,suspect,customer", "2024-01-10,bob,suspect,advocate", "2024-02-01,anna,customer,client",
         "2024-04-09,bob,advocate,client", "2024-04-19,anna,client,customer", "2024-05-09,bob,client,suspect",
         "2024-05-11,anna,customer,suspect"]


def text(header, lines):
    return "".join(line + "\n" for line in [header, *lines])


class Replay(cli.CommandTest):
    def test_standings(self):
        log = self.log(*LOG)
        for as_of, expected in {
                "2024-01-04": [],
                "2024-01-05": ["bob,suspect,2024-01-05,0"],
                "2024-01-31": ["anna,customer,2024-01-10,30", "bob,advocate,2024-01-10,80"],
                "2024-04-08": ["anna,client,2024-02-01,80", "bob,advocate,2024-01-10,80", "carl,suspect,2024-03-01,0"],
                "2024-04-09": ["anna,client,2024-02-01,30", "bob,client,2024-04-09,0", "carl,suspect,2024-03-01,0"],
                "2024-12-31": ["anna,suspect,2024-05-11,0", "bob,suspect,2024-05-09,0", "carl,suspect,2024-03-01,0"],
        }.items():
            result = cli.run("replay", cli.SHOP, log, "--as-of", as_of)
            self.check_run(result, 0, text("customer,rung,since,score", expected), None if not expected else "")

    def test_transitions(self):
        log = self.log(*LOG)
        counts = {"2024-01-09": 0, "2024-01-10": 2, "2024-04-18": 4, "2024-04-19": 5, "2024-12-31": 7}
        for as_of, count in counts.items():
            result = cli.run("replay", cli.SHOP, log, "--as-of", as_of, "--transitions")
            self.check_run(result, 0, text("date,customer,from,to", MOVES[:count]), "")

    def test_any_order(self):
        for seed in range(20):
            lines = LOG[:]
            random.Random(seed).shuffle(lines)
            log = self.log(*lines)
            result = cli.run("replay", cli.SHOP, log, "--as-of", "2024-12-31", "--transitions")
            self.check_run(result, 0, text("date,customer,from,to", MOVES), "")

    def test_customers_are_quoted_in_transitions(self):
        log = self.log('"a, b",purchase,2024-01-10,500,1,')
        result = cli.run("replay", cli.SHOP, log, "--as-of", "2024-01-10", "--transitions")
        self.check_run(result, 0, 'date,customer,from,to\n2024-01-10,"a, b",suspect,customer\n', "")

    def test_preset(self):
        log = self.log("anna,purchase,2024-01-10,500,1,", "bob,campaign,2024-01-10,0,1,")
        result = cli.run("replay", "five-rungs", log, "--as-of", "2024-01-10", cwd=self.directory)
        self.check_run(result, 0, err="")
        lines = result.stdout.decode().splitlines()
        self.assertTrue(lines[1].startswith("anna,customer,2024-01-10,"), lines)
        self.assertEqual(lines[2], "bob,suspect,2024-01-10,0")

    @unittest.skipIf(os.environ.get("LOYALTY_SANITIZED"), "a sanitizer needs its address space")
    def test_out_of_memory(self):
        log = self.log(*(f"customer{i:07},visit,2024-01-01,0,1," for i in range(200000)))

        def little():
            resource.setrlimit(resource.RLIMIT_AS, (24 << 20, 24 << 20))

        for command in (["replay"], ["replay", "--stream"], ["replay", "--skip-bad"], ["replay", "--transitions"],
                        ["census"], ["backtest", cli.SHOP]):
            result = cli.run(*command, cli.SHOP, log, "--as-of", "2024-01-01", preexec_fn=little)
            self.check_run(result, 1, "")
            self.assertIn("memory", result.stderr.decode())


class Stream(cli.CommandTest):
    def same(self, table, log, as_of, *options):
        """What the stream prints, which is what the whole log gives."""
        whole = cli.run("replay", table, log, "--as-of", as_of, *options, cwd=self.directory)
        stream = cli.run("replay", table, log, "--as-of", as_of, "--stream", *options, cwd=self.directory)
        self.check_run(whole, 0)
        self.check_run(stream, 0, whole.stdout.decode(), whole.stderr.decode())
        return stream.stdout.decode()

    def test_same_as_the_whole_log(self):
        log = self.log(*LOG)
        for as_of in ("2024-01-04", "2024-01-10", "2024-04-08", "2024-04-09", "2024-12-31", "2025-06-01"):
            self.same(cli.SHOP, log, as_of)
            self.same(cli.SHOP, log, as_of, "--transitions")
        self.assertEqual(self.same(cli.SHOP, log, "2024-12-31", "--transitions"), text("date,customer,from,to", MOVES))

    def test_late_event_revokes(self):
        log = self.log("anna,purchase,2024-02-01,1,3,", "anna,purchase,2024-01-20,1,3,")
        self.assertEqual(self.same(cli.SHOP, log, "2024-02-05", "--transitions"),
                         "date,customer,from,to\n2024-01-20,anna,suspect,client\n")
        log = self.log("anna,purchase,2024-02-01,1,3,", "anna,visit,2024-02-20,1,1,", "anna,purchase,2024-02-01,1,-3,")
        self.assertEqual(self.same(cli.SHOP, log, "2024-02-25", "--transitions"), "date,customer,from,to\n")

    def test_accept_late_to_the_day(self):
        first = "anna,visit,2024-06-01,0,1,"
        log = self.log(first, "anna,purchase,2024-05-02,1,1,")
        self.assertEqual(self.same(cli.SHOP, log, "2024-06-01"),
                         "customer,rung,since,score\nanna,customer,2024-05-02,30\n")
        log = self.log(first, "anna,purchase,2024-05-01,1,1,", "anna,purchase,2024-05-30,1,1,")
        result = cli.run("replay", cli.SHOP, log, "--as-of", "2024-06-01", "--stream")
        reason = f"{log}:3: the event is dated more than accept_late before the day advanced to\n"
        self.check_run(result, 1, "", reason)
        result = cli.run("replay", cli.SHOP, log, "--as-of", "2024-06-01", "--stream", "--skip-bad")
        self.check_run(result, 0, "customer,rung,since,score\nanna,customer,2024-05-30,30\n",
                       reason + f"loyalty: {log}: 1 bad line skipped\n")

    def test_booked_for_later(self):
        """A till that books an event for a later day does not live through the days up to it."""
        log = self.log("anna,purchase,2024-02-01,1,1,", "anna,purchase,2024-09-01,1,1,", "anna,visit,2024-09-01,0,1,",
                       "anna,purchase,2024-02-20,1,2,", "anna,purchase,2024-09-01,1,1,", "anna,visit,2024-02-21,0,1,")
        for as_of in ("2024-02-21", "2024-09-01", "2024-12-31"):
            self.same(cli.SHOP, log, as_of)
            self.same(cli.SHOP, log, as_of, "--transitions")
        log = self.log("anna,visit,2024-01-01,0,1,", "anna,visit,2024-06-01,0,1,", "anna,visit,2024-06-02,0,1,",
                       "anna,purchase,2024-02-01,1,1,")
        self.check_run(cli.run("replay", cli.SHOP, log, "--as-of", "2024-06-02", "--stream"), 1, "",
                       f"{log}:5: the event is dated more than accept_late before the day advanced to\n")

    def test_case_last_year(self):
        """Each purchase books one for the first day of the next year, from which that year's rung is kept."""
        table = self.file("paul.json", """{"format": 1, "name": "paul",
            "events": {"purchase": {"value": [0, 100000000]}, "last_year": {"value": [0, 100000000]}},
            "metrics": {"ytd": {"sum": "purchase", "within": "year"}, "last": {"sum": "last_year", "within": "year"}},
            "ladder": [{"rung": "member"},
                {"rung": "gold", "enter": ["ytd >= 50000"], "keep": [["ytd >= 50000"], ["last >= 50000"]]},
                {"rung": "platinum", "enter": ["ytd >= 100000"], "keep": [["ytd >= 100000"], ["last >= 100000"]]}]}""")
        log = self.log("a,purchase,2025-11-01,60000,1,", "a,last_year,2026-01-01,60000,1,",
                       "a,purchase,2025-11-20,40000,1,", "a,last_year,2026-01-01,40000,1,")
        self.assertEqual(self.same(table, log, "2026-12-31", "--transitions"),
                         "date,customer,from,to\n2025-11-01,a,member,gold\n2025-11-20,a,gold,platinum\n")

    def test_all_after_as_of(self):
        log = self.log("anna,visit,2024-06-02,0,1,", "bob,visit,2024-06-03,0,1,")
        reason = "loyalty: all events are dated after --as-of 2024-06-01; the earliest is dated 2024-06-02\n"
        for command in (["replay"], ["replay", "--stream"], ["replay", "--transitions"], ["replay", "--jobs", "2"],
                        ["census"], ["backtest", cli.SHOP]):
            self.check_run(cli.run(*command, cli.SHOP, log, "--as-of", "2024-06-01"), 0, err=reason)
            self.check_run(cli.run(*command, cli.SHOP, log, "--as-of", "2024-06-02"), 0, err="")
        self.check_run(cli.run("replay", cli.SHOP, self.log(), "--as-of", "2024-06-01"), 0, err="")

    def test_never_past_as_of(self):
        """An event of the far future does not make today's too late."""
        log = self.log("anna,visit,2026-01-01,0,1,", "anna,purchase,2024-06-01,1,1,", "bob,visit,2026-01-01,0,1,")
        self.assertEqual(self.same(cli.SHOP, log, "2024-06-01"),
                         "customer,rung,since,score\nanna,customer,2024-06-01,30\n")

    def test_generated(self):
        """Logs whose events come up to 25 days late, 30 being accepted."""
        seed = int(os.environ.get("LOYALTY_SEED", random.randrange(1 << 32)))
        print("seed", seed)
        chance = random.Random(seed)
        for table, kinds in ((cli.SHOP, ["visit", "purchase", "purchase", "return", "review", "referral"]),
                             ("five-rungs", ["campaign", "visit", "purchase", "promo_purchase", "return", "review",
                                             "complaint", "referral"]),
                             ("sales-journey", ["contact", "presentation", "objection_answered", "agreement", "payment",
                                                "cross_sale", "referral_request", "referral"])):
            for _ in range(8):
                events = []
                for i in range(chance.choice([20, 400])):
                    day = chance.randrange(700)
                    kind = chance.choice(kinds)
                    value = -chance.randrange(9000) if kind == "return" else chance.randrange(100)
                    date = datetime.date(2022, 1, 1) + datetime.timedelta(day)
                    count = chance.choice([1, 1, 1, 2, -1])
                    events.append((day + chance.randrange(26),
                                   f"c{chance.randrange(12)},{kind},{date},{value},{count},{i}"))
                log = self.log(*(line for _, line in sorted(events)))
                as_of = chance.choice(["2022-11-11", "2023-07-01", "2023-12-31", "2025-01-01"])
                self.same(table, log, as_of)
                self.same(table, log, as_of, "--transitions")


class Json(cli.CommandTest):
    KEYS = {"standings": ["key", "key_hex", "rung", "since", "failing", "falls_on", "next", "term_end", "score"],
            "transitions": ["date", "key", "key_hex", "from", "to"]}

    def replay(self, table, log, as_of, *options):
        """The rows of CSV and of JSON, which say the same; keys are bytes."""
        array = "transitions" if "--transitions" in options else "standings"
        plain = cli.run("replay", table, log, "--as-of", as_of, *options, cwd=self.directory)
        result = cli.run("replay", table, log, "--as-of", as_of, *options, "--json", cwd=self.directory)
        self.check_run(plain, 0)
        self.check_run(result, 0, err=plain.stderr.decode())
        self.assertTrue(result.stdout.endswith(b"}\n"))
        document = json.loads(result.stdout.decode())
        self.assertEqual([key for key in document if key != "program"], ["format", "as_of", array])
        self.assertEqual((document["format"], document["as_of"]), (1, as_of))
        # Latin-1 gives each byte a character.
        rows = list(csv.reader(io.StringIO(plain.stdout.decode("latin-1"), newline="")))[1:]
        self.assertEqual(len(document[array]), len(rows))
        for row, one in zip(rows, document[array]):
            self.assertEqual(list(one), self.KEYS[array])
            self.assertNotEqual(one["key"] is None, one["key_hex"] is None)
            key = one["key"].encode() if one["key_hex"] is None else bytes.fromhex(one["key_hex"])
            names = ["date", None, "from", "to"] if "date" in one else [None, "rung", "since", "score"]
            self.assertEqual(row, [key.decode("latin-1") if name is None else str(one[name]) for name in names])
        return document[array]

    def test_golden(self):
        log = self.log(*LOG, '"carl ""the \\ cat""",visit,2024-03-01,0,1,', '"two\nlines",visit,2024-03-01,0,1,')
        for name, options in (("replay-standings", []), ("replay-transitions", ["--transitions"])):
            result = cli.run("replay", cli.SHOP, log, "--as-of", "2024-04-09", "--json", *options)
            self.check_run(result, 0, err="")
            self.check_golden(name, result.stdout.decode())

    def test_empty(self):
        for options, array in (([], "standings"), (["--transitions"], "transitions")):
            result = cli.run("replay", cli.SHOP, self.log(), "--as-of", "2024-04-09", "--json", *options)
            self.check_run(result, 0, '{"format":1,"program":"shop","as_of":"2024-04-09","%s":[]}\n' % array, "")

    def test_same_as_csv(self):
        log = self.log(*LOG)
        for as_of in ("2024-01-04", "2024-01-31", "2024-04-09", "2024-05-01", "2024-12-31"):
            for options in ([], ["--transitions"]):
                rows = self.replay(cli.SHOP, log, as_of, *options)
                self.assertEqual(self.replay(cli.SHOP, log, as_of, "--stream", *options), rows)
                self.assertEqual(self.replay(cli.SHOP, log, as_of, "--jobs", 3, *options), rows)
        bad = self.log(*LOG, "anna,dance,2024-01-01,0,1,")
        self.replay(cli.SHOP, bad, "2024-04-09", "--skip-bad")
        result = cli.run("replay", cli.SHOP, bad, "--as-of", "2024-04-09", "--json")
        self.check_run(result, 1, "")

    def test_same_as_explain(self):
        """All dates of each standing, with terms, at risk, and on the first rung."""
        found = set()
        logs = ((cli.SHOP, LOG), (cli.BISTRO, cli.BISTRO_LOG))
        for table, lines in logs:
            log = self.log(*lines)
            for as_of in ("2024-04-09", "2024-04-20", "2024-08-02", "2025-01-31", "2025-08-15", "2025-10-01"):
                for one in self.replay(table, log, as_of):
                    told = json.loads(cli.run("explain", table, log, "--as-of", as_of, "--customer", one["key"],
                                              "--json").stdout)
                    self.assertEqual(one, {"key": one["key"], "key_hex": None, "rung": told["rung"]["name"],
                                           **{name: told["rung"][name] for name in one if name in told["rung"]
                                              and name != "rung"}, "score": told["score"]["value"]})
                    found |= {name for name in one if one[name] is not None}
        self.assertLess({"failing", "falls_on", "next", "term_end"}, found)

    def test_keys(self):
        """A key is a text if JSON can say it, without control characters."""
        texts = ["plain", "a,b", 'a"b', "a\\b", "\u06af\u0644", "\U0001f33c", "\ud7ff\ue000\U0010ffff", "\x7f", " "]
        bytes_ = [b"\xff", b"a\x01", b"a\nb", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82",
                  b"\xf0\x8f\xbf\xbf", b"\xe0\x9f\xbf", b"\xf5\x80\x80\x80", b"a\x80", b"\xe2\x82a", b"\xc3"]
        keys = [text.encode() for text in texts] + bytes_
        lines = b"".join(b'"' + key.replace(b'"', b'""') + b'",purchase,2024-01-01,1,1,\n' for key in keys)
        log = self.file("keys.csv", cli.HEADER.encode() + lines)
        for options in ([], ["--transitions"]):
            rows = self.replay(cli.SHOP, log, "2024-01-01", *options)
            self.assertEqual({row["key"] for row in rows}, {*texts, None})
            self.assertEqual({bytes.fromhex(row["key_hex"] or "") for row in rows}, {*bytes_, b""})

    def test_long(self):
        """Longer than every buffer."""
        log = self.log(*(f"{'c' * (i % 200)}{i},purchase,2024-01-01,1,1," for i in range(5000)))
        for options in ([], ["--transitions"]):
            self.assertEqual(len(self.replay(cli.SHOP, log, "2024-01-01", *options)), 5000)


if __name__ == "__main__":
    cli.main()
