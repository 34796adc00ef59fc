# SPDX-License-Identifier: MIT
"""loyalty backtest: two tables over one log; what they give was worked out by hand."""
import json

import cli

OLD = """{"format": 1, "name": "old", "events": {"buy": {}, "fax": {}},
  "metrics": {"buys": {"count": "buy", "within": "10d"}, "faxes": {"count": "fax"}},
  "ladder": [{"rung": "low"}, {"rung": "mid", "enter": ["buys >= 1"]}, {"rung": "high", "enter": ["faxes >= 1"]}]}"""
NEW = """{"format": 1, "name": "new", "events": {"mail": {}, "buy": {"value": [0, 10]}},
  "metrics": {"buys": {"count": "buy", "within": "20d"}, "mails": {"count": "mail"}},
  "ladder": [{"rung": "low"}, {"rung": "mid", "enter": ["buys >= 1"]}, {"rung": "star", "enter": ["mails >= 1"]}]}"""
# anna's purchase counts for 10 days or for 20; bob and carl did what only one of the tables knows.
LOG = ["anna,buy,2024-01-01,5,1,", "bob,fax,2024-01-02,0,1,", '"carl, jr.",mail,2024-01-03,0,1,',
       "dora,buy,2024-01-12,10,1,", "zoe,buy,2025-01-01,0,1,"]
AS_OF = ["--as-of", "2024-01-15"]
TOTALS = """section,row,column,value
table,old,customers,3
table,old,promotions,3
table,old,demotions,1
table,old,flapping,0
table,new,customers,3
table,new,promotions,3
table,new,demotions,0
table,new,flapping,0
"""


class Backtest(cli.CommandTest):
    def setUp(self):
        super().setUp()
        self.old = self.file("old.json", OLD)
        self.new = self.file("new.json", NEW)

    def backtest(self, *options, log=None):
        result = cli.run("backtest", self.old, self.new, log or self.log(*LOG), *options)
        self.check_run(result, 0, err="")
        return result.stdout.decode()

    def test_golden(self):
        expected = self.check_golden("backtest", self.backtest(*AS_OF, "--list"))
        head = self.backtest(*AS_OF)
        self.assertTrue(head.endswith("\nWould stand elsewhere: 3 of 4 customers\n"), head)
        self.assertTrue(expected.startswith(head))

    def test_csv(self):
        out = self.backtest(*AS_OF, "--csv")
        self.assertTrue(out.startswith(TOTALS), out)
        moved = [line for line in out.splitlines() if line.startswith("moved,")]
        self.assertEqual(len(moved), 15)
        self.assertEqual([line for line in moved if not line.endswith(",0")],
                         ["moved,low,mid,1", "moved,mid,mid,1", "moved,high,,1", "moved,,star,1"])
        self.assertTrue(out.endswith("\nchanged,,customers,3\n"), out)

    def test_list(self):
        self.assertEqual(self.backtest(*AS_OF, "--csv", "--list"),
                         "customer,old,old_since,new,new_since,differs\n"
                         "anna,low,2024-01-11,mid,2024-01-01,2024-01-11\n"
                         "bob,high,2024-01-02,,,2024-01-02\n"
                         '"carl, jr.",,,star,2024-01-03,2024-01-03\n')

    def test_json(self):
        whole = json.loads(self.backtest(*AS_OF, "--json"))
        self.assertEqual((whole["as_of"], whole["flap_days"]), ("2024-01-15", 90))
        self.assertEqual([change["key"] for change in whole["changes"]], ["anna", "bob", "carl, jr."])

    def test_same_table(self):
        result = cli.run("backtest", cli.SHOP, cli.SHOP, self.log("a,visit,2024-01-01,0,1,"), *AS_OF, "--list")
        self.check_run(result, 0, err="")
        self.assertTrue(result.stdout.endswith(b"\nWould stand elsewhere: 0 of 1 customer\n"), result.stdout)

    def test_flapping(self):
        """Down on the 11th and up again on the 12th."""
        log = self.log("a,buy,2024-01-01,1,1,", "a,buy,2024-01-12,1,1,")
        for days, flapping in {"0": 0, "1": 1, "90": 1}.items():
            out = self.backtest(*AS_OF, "--csv", "--flap-days", days, log=log)
            self.assertIn(f"\ntable,old,flapping,{flapping}\n", out)
            self.assertIn("\ntable,new,flapping,0\n", out)
        self.assertIn("\nTotals; flapping: reversed twice within 1 day\n",
                      self.backtest(*AS_OF, "--flap-days", "1", log=log))

    def test_bad_lines(self):
        for line, reason in {"a,dance,2024-01-01,0,1,": 'kind "dance" is in neither rule table',
                             "a,buy,2024-01-01,11,1,": "value 11 is outside the range 0 to 10",
                             "a,fax,2024-01-01,x,1,":
                             'value "x" is not a whole number (money is in minor units, such as cents)'}.items():
            log = self.log(LOG[0], line, *LOG[1:])
            self.check_run(cli.run("backtest", self.old, self.new, log, *AS_OF), 1, "", f"{log}:3: {reason}\n")
            result = cli.run("backtest", self.old, self.new, log, *AS_OF, "--skip-bad", "--csv")
            self.check_run(result, 0, err=f"{log}:3: {reason}\nloyalty: {log}: 1 bad line skipped\n")
            self.assertTrue(result.stdout.decode().startswith(TOTALS))

    def test_told_once(self):
        """What both books refuse is one line, and one duplicate."""
        lines = ["a,buy,2024-01-01,1,1,i", "b,fax,2024-01-01,1,1,i", "c,mail,2024-01-01,1,1,i"]
        log = self.log(*lines, *lines)
        self.check_run(cli.run("backtest", self.old, self.new, log, *AS_OF), 0,
                       err=f"loyalty: {log}: 3 duplicate events skipped (the id was recorded before)\n")
        log = self.log("a,fax,2024-01-01,9223372036854775807,1,", "a,fax,2024-01-01,1,1,")
        for tables in ((self.old, self.new), (self.new, self.old), (self.old, self.old)):
            result = cli.run("backtest", *tables, log, *AS_OF, "--skip-bad")
            self.check_run(result, 0)
            lines = result.stderr.decode().splitlines()
            self.assertEqual(len(lines), 2, lines)
            self.assertTrue(lines[0].startswith(f"{log}:3: "), lines)

    def test_nobody(self):
        log = self.file("events.csv", cli.HEADER)
        self.assertTrue(self.backtest(*AS_OF, log=log).endswith("\nWould stand elsewhere: 0 of 0 customers\n"))
        self.assertEqual(self.backtest(*AS_OF, "--csv", "--list", log=log),
                         "customer,old,old_since,new,new_since,differs\n")
        path = self.file("none.csv", "")
        self.check_run(cli.run("backtest", self.old, self.new, path, *AS_OF), 1, "",
                       f"{path}:1: the header line is missing\n")

    def test_standard_input(self):
        result = cli.run("backtest", self.old, self.new, "-", *AS_OF, "--csv", stdin=cli.HEADER + "\n".join(LOG))
        self.check_run(result, 0, err="")
        self.assertTrue(result.stdout.decode().startswith(TOTALS))

    def test_nothing_steers_the_terminal(self):
        log = self.log("a\x1b]0;x\x07,fax,2024-01-01,0,1,")
        self.assertIn("\n  a\\x1b]0;x\\x07  high  2024-01-01  (none)", self.backtest(*AS_OF, "--list", log=log))

    def test_tables_are_told_apart(self):
        bad = self.file("bad.json", OLD.replace('"count"', '"conut"'))
        for tables in ((bad, self.new), (self.old, bad)):
            result = cli.run("backtest", *tables, self.log(*LOG), *AS_OF)
            self.check_run(result, 1, "")
            self.assertTrue(result.stderr.decode().startswith(f"{bad}:2:"), result.stderr)


if __name__ == "__main__":
    cli.main()
