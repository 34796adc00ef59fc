# SPDX-License-Identifier: MIT
"""loyalty census: the figures of a few customers, worked out by hand, on the screen, as CSV and as JSON."""
import csv
import io
import json

import cli

# As in test_replay.py: on 2024-01-31 anna is a customer and bob an advocate; on 2024-04-09 both are clients and carl is
# new.
LOG = ["bob,referral,2024-01-05,0,1,r1", "anna,purchase,2024-01-20,500,1,a2", "anna,purchase,2024-01-10,500,1,a1",
       "bob,purchase,2024-01-10,700,3,b1", "anna,purchase,2024-02-01,500,1,a3", "carl,visit,2024-03-01,0,1,",
       "zoe,visit,2025-01-01,0,1,"]
AS_OF = ["--as-of", "2024-04-09"]
FROM = ["--from", "2024-01-31"]
STANDINGS = """section,row,column,value
total,,customers,3
rung,suspect,customers,1
rung,customer,customers,0
rung,client,customers,2
rung,advocate,customers,0
segment,value,big,0
segment,value,small,3
segment,value,,0
segment,glad,glad,0
segment,glad,,3
score,,least,0
score,,p10,0
score,,p25,0
score,,median,0
score,,p75,30
score,,p90,30
score,,p95,30
score,,p99,30
score,,greatest,30
"""
MOVEMENT = """movement,,climbed,1
movement,,stayed,0
movement,,fell,1
movement,,lapsed,0
movement,,appeared,1
moved,suspect,suspect,0
moved,suspect,customer,0
moved,suspect,client,0
moved,suspect,advocate,0
moved,customer,suspect,0
moved,customer,customer,0
moved,customer,client,1
moved,customer,advocate,0
moved,client,suspect,0
moved,client,customer,0
moved,client,client,0
moved,client,advocate,0
moved,advocate,suspect,0
moved,advocate,customer,0
moved,advocate,client,1
moved,advocate,advocate,0
"""


class Census(cli.CommandTest):
    def census(self, *options, log=None, table=cli.SHOP):
        result = cli.run("census", table, log or self.log(*LOG), *options)
        self.check_run(result, 0, err="")
        return result.stdout.decode()

    def csv(self, *options, **where):
        """The values by section, row and column."""
        rows = csv.DictReader(io.StringIO(self.census(*options, "--csv", **where)))
        return {(row["section"], row["row"], row["column"]): float(row["value"]) for row in rows}

    def test_golden(self):
        for name, options in {"day": AS_OF, "all": AS_OF + FROM + ["--rewards", "0,1,2,3", "--discount", "0.25"],
                              "periods": AS_OF + ["--first", "2024-01-01..2024-01-31", "--second",
                                                  "2024-01-15..2024-02-29"]}.items():
            self.check_golden(f"census-{name}", self.census(*options))

    def test_standings(self):
        self.assertEqual(self.census(*AS_OF, "--csv"), STANDINGS)

    def test_movement(self):
        self.assertTrue(self.census(*AS_OF, *FROM, "--csv").startswith(STANDINGS + MOVEMENT + "retention,"))

    def test_lapsed_and_stayed(self):
        values = self.csv("--as-of", "2024-12-31", "--from", "2024-04-09")
        self.assertEqual([values["movement", "", name] for name in ("climbed", "stayed", "fell", "lapsed", "appeared")],
                         [0, 1, 0, 2, 0])

    def test_default_periods(self):
        """The 69 days from 2024-02-01 on, and the 69 before: bob bought in those before alone."""
        values = self.csv(*AS_OF, *FROM)
        for section, row in (("retention", ""), ("cohort", "2024-01-01")):
            self.assertEqual([values[section, row, name] for name in ("first", "second", "both", "retention", "churn")],
                             [2, 1, 1, 0.5, 0.5])

    def test_periods(self):
        log = self.log("a,purchase,2024-01-01,1,1,", "a,purchase,2024-02-29,1,1,", "b,purchase,2024-01-31,1,1,",
                       "b,purchase,2024-03-01,1,1,", "c,purchase,2023-12-31,1,1,", "c,purchase,2024-02-01,1,1,",
                       "d,purchase,2024-01-15,1,1,", "d,purchase,2024-01-15,1,-1,", "d,visit,2024-01-15,0,1,")
        periods = ["--as-of", "2024-12-31", "--first", "2024-01-01..2024-01-31", "--second", "2024-02-01..2024-02-29"]
        values = self.csv(*periods, log=log)
        self.assertEqual([values["retention", "", name] for name in ("first", "second", "both")], [2, 2, 1])
        self.assertEqual([values["cohort", "2023-12-01", name] for name in ("first", "second", "both")], [0, 1, 0])
        self.assertEqual([values["cohort", "2024-01-01", name] for name in ("first", "second", "both")], [2, 1, 1])
        values = self.csv(*periods, "--purchases", "visit", log=log)
        self.assertEqual([values["retention", "", name] for name in ("first", "second", "churn")], [1, 0, 1])

    def test_influence(self):
        """Of the six days after the first that can be judged, three are followed by a purchase within three days."""
        log = self.log("a,visit,2024-01-01,0,1,", "a,visit,2024-01-03,0,1,", "a,purchase,2024-01-05,1,1,")
        values = self.csv("--as-of", "2024-01-10", "--from", "2024-01-01", "--within", "3", log=log)
        self.assertAlmostEqual(values["influence", "", "base"], 1 / 2)
        self.assertEqual([values["influence", "visit", name] for name in ("exposed", "bought", "rate")], [1, 1, 1])
        self.assertAlmostEqual(values["influence", "visit", "lift"], 2)
        self.assertEqual([values["influence", "purchase", name] for name in ("exposed", "bought", "rate", "lift")],
                         [1, 0, 0, 0])
        self.assertEqual(values["influence", "review", "exposed"], 0)

    def test_young_exposures(self):
        """Everybody buys 60 days after a letter: until these days are over, a letter is no failure."""
        table = self.file("t.json", '{"format": 1, "name": "mature", "events": {"mail": {}, "purchase": {}},'
                          '"ladder": [{"rung": "none"}]}')
        log = self.log(*(f"c{i:02},{kind},2024-03-{i + late:02},0,1," for i in range(1, 21)
                         for kind, late in (("mail", 0), ("purchase", 10))))
        for as_of, judged in (("2024-03-21", 0), ("2024-04-10", 11), ("2024-04-19", 20), ("2024-04-30", 20)):
            values = self.csv("--as-of", as_of, "--from", "2024-01-31", "--within", "30", log=log, table=table)
            self.assertEqual([values["influence", "mail", name] for name in ("exposed", "bought", "young", "rate")],
                             [judged, judged, 20 - judged, judged > 0])

    def test_no_purchases(self):
        """A table without the usual kind, and nothing said: what is about purchases is left out."""
        table = self.file("t.json", '{"format": 1, "name": "t", "events": {"call": {}, "sale": {}, "order": {}},'
                          '"ladder": [{"rung": "low"}]}')
        log = self.log("a,sale,2024-01-01,1,1,", "b,order,2023-12-30,1,1,", "c,call,2024-01-01,1,1,")
        options = ["--as-of", "2024-01-10", "--from", "2024-01-01"]
        for section in ("retention", "influence"):
            self.assertNotIn(section, self.census(*options, "--csv", log=log, table=table))
        self.assertNotIn("ought", self.census(*options, log=log, table=table))
        out = self.census(*options, "--csv", "--purchases", "order,sale", log=log, table=table)
        self.assertIn("\nretention,,first,2\n", out)
        self.assertIn("\ninfluence,call,exposed,0\n", out)

    def test_value(self):
        """Customers and advocates become clients, who stay, as the suspects whom nobody saw move: 2 + 2/1.25 + …"""
        options = [*AS_OF, *FROM, "--rewards", "-1,1,2,3e0", "--discount"]
        values = self.csv(*options, "0.25")
        for rung, value in {"suspect": -5, "customer": 9, "client": 10, "advocate": 11}.items():
            self.assertAlmostEqual(values["value", rung, ""], value)
        values = self.csv(*options, "0", "--periods", "2")
        for rung, value in {"suspect": -3, "customer": 5, "client": 6, "advocate": 7}.items():
            self.assertAlmostEqual(values["value", rung, ""], value)

    def test_value_too_large(self):
        reason = ("loyalty: the value of a customer is too large for a floating-point number (about 1.8e308); "
                  "use smaller --rewards or a larger --discount\n")
        for rewards, discount in (("1e308", "0.1"), ("-1e308", "0.1"), ("1", "1e-310")):
            for options in ([], ["--csv"], ["--json"], ["--jobs", "2"]):
                options = [*AS_OF, *FROM, f"--rewards={','.join([rewards] * 4)}", "--discount", discount, *options]
                self.check_run(cli.run("census", cli.SHOP, self.log(*LOG), *options), 1, "", reason)

    def test_metrics(self):
        """On the screen in the units of the table; as CSV and JSON as whole numbers of cents and days."""
        log = self.log(*cli.BISTRO_LOG, "bob,purchase,2024-08-02,1234567,1,", "eve,full_price,2024-09-02,,1,")
        of = {"log": log, "table": cli.BISTRO}
        options = ["--as-of", "2024-11-01", "--metrics"]
        self.check_golden("census-metrics", self.census(*options, "all", **of))
        values = self.csv(*options, "idle,rolling", **of)
        self.assertEqual([values["metric", "rolling", name] for name in
                          ("defined", "undefined", "least", "p10", "p25", "median", "p75", "p90", "p95", "p99", "greatest")],
                         [3, 0, 0, 0, 0, 84719, 1234567, 1234567, 1234567, 1234567, 1234567])
        self.assertEqual([values["metric", "idle", name] for name in ("defined", "undefined", "median")], [2, 1, 91])
        self.assertNotIn(("metric", "full", "defined"), values)
        whole = json.loads(self.census(*options, "idle,full", "--json", **of))
        self.assertEqual([metric["name"] for metric in whole["metrics"]], ["idle", "full"])
        self.assertEqual(whole["metrics"][1]["quantiles"]["p99"], 33)  # 1 of 3, rounded toward zero
        self.assertEqual(json.loads(self.census("--as-of", "2024-11-01", "--json", **of))["metrics"], [])

    def test_metrics_of_nobody(self):
        """A metric without a value for anybody has no quantiles; without customers there is nothing to print."""
        log = self.log("a,visit,2024-01-01,0,1,")
        options = ["--as-of", "2024-11-01", "--metrics", "mood"]
        self.assertIn("\nMetric: mood\n  (no value)  1 customer\n\n", self.census(*options, log=log))
        values = self.csv(*options, log=log)
        self.assertEqual({key[2] for key in values if key[0] == "metric"}, {"defined", "undefined"})
        log = self.file("events.csv", cli.HEADER)
        self.assertNotIn("Metric", self.census(*options, log=log))
        self.assertEqual(self.csv(*options, log=log)["metric", "mood", "defined"], 0)

    def test_a_metric_named_all(self):
        table = self.file("t.json", '{"format": 1, "name": "t", "events": {"sale": {}}, "metrics": '
                          '{"all": {"count": "sale"}, "other": {"count": "sale"}}, "ladder": [{"rung": "low"}]}')
        out = self.census("--as-of", "2024-11-01", "--metrics", "all", log=self.log("a,sale,2024-01-01,1,2,"),
                          table=table)
        self.assertTrue("Metric: all\n" in out and "Metric: other\n" not in out)

    def test_json(self):
        whole = json.loads(self.census(*AS_OF, "--json"))
        self.assertEqual((whole["program"], whole["as_of"], whole["customers"]), ("shop", "2024-04-09", 3))
        self.assertNotIn("lifetime", whole)
        whole = json.loads(self.census(*AS_OF, *FROM, "--json", "--rewards", "0,1,2,3", "--discount", "0.25"))
        self.assertEqual(whole["movement"]["climbed"], 1)
        self.assertEqual(whole["retention"]["all"]["retention"], 0.5)
        self.assertEqual((whole["lifetime"]["discount"], whole["lifetime"]["periods"]), (0.25, None))
        self.assertEqual(whole["lifetime"]["rungs"][1]["name"], "customer")
        self.assertAlmostEqual(whole["lifetime"]["rungs"][1]["value"], 9)
        options = ["--rewards", "0,1,2,3", "--discount", "0", "--periods", "2"]
        whole = json.loads(self.census(*AS_OF, *FROM, "--json", *options))
        self.assertEqual((whole["lifetime"]["periods"], whole["lifetime"]["rungs"][3]["reward"]), (2, 3))

    def test_left_out(self):
        """What is left out is said, with what it lacks, and nothing else is."""
        tables = {"shop": cli.SHOP, "plain": self.file("t.json", '{"format": 1, "name": "t", "events": {"sale": {}},'
                                                       '"ladder": [{"rung": "low"}]}')}
        logs = {"shop": self.log(*LOG), "plain": self.log("a,sale,2024-01-01,1,1,", name="plain.csv"),
                "nobody": self.log(name="nobody.csv")}
        periods = ["--first", "2024-01-01..2024-01-31", "--second", "2024-02-01..2024-02-29"]
        neither = "there is neither --from, nor --first and --second"
        kind = 'there is no --purchases, and the table has no kind "purchase"'
        rewards = "value: there is no --rewards"
        for table, log, options, lines, missing in (
                ("shop", "shop", [], ["movement, influence: there is no --from", f"retention: {neither}", rewards],
                 {"movement": ["from"], "retention": ["periods"], "influence": ["from"], "lifetime": ["rewards"]}),
                ("shop", "shop", periods, ["movement, influence: there is no --from", rewards],
                 {"movement": ["from"], "influence": ["from"], "lifetime": ["rewards"]}),
                ("shop", "shop", FROM, [rewards], {"lifetime": ["rewards"]}),
                ("shop", "shop", FROM + ["--rewards", "0,1,2,3", "--discount", "0.25"], [], {}),
                ("shop", "shop", ["--from", "0200-01-01"],
                 ["retention: there is no --first and --second, and as many days up to --from would begin before "
                  "0001-01-01", rewards], {"retention": ["periods"], "lifetime": ["rewards"]}),
                ("shop", "nobody", FROM, ["score: there is no customer", rewards],
                 {"score": ["customers"], "lifetime": ["rewards"]}),
                ("plain", "plain", [], ["score: the table gives no points", "movement: there is no --from",
                                        f"retention: {neither}; {kind}", f"influence: there is no --from; {kind}",
                                        rewards],
                 {"movement": ["from"], "retention": ["periods", "purchases"], "influence": ["from", "purchases"],
                  "lifetime": ["rewards"]}),
                ("plain", "plain", FROM, ["score: the table gives no points", f"retention, influence: {kind}", rewards],
                 {"retention": ["purchases"], "influence": ["purchases"], "lifetime": ["rewards"]}),
                ("plain", "plain", FROM + ["--purchases", "sale"], ["score: the table gives no points", rewards],
                 {"lifetime": ["rewards"]}),
                ("plain", "nobody", FROM + ["--purchases", "sale"],
                 ["score: there is no customer; the table gives no points", rewards],
                 {"score": ["customers"], "lifetime": ["rewards"]})):
            with self.subTest(table=table, log=log, options=options):
                out = self.census(*AS_OF, *options, log=logs[log], table=tables[table]).replace("\n    ", " ")
                said = out.partition("\nNot shown\n")[2].splitlines()
                self.assertEqual(said, [f"  {line}" for line in lines])
                whole = json.loads(self.census(*AS_OF, *options, "--json", log=logs[log], table=tables[table]))
                self.assertEqual({one["part"]: one["missing"] for one in whole["left_out"]}, missing)
                parts = ("score", "movement", "retention", "influence", "lifetime")
                self.assertEqual({part for part in parts if whole.get(part) is None}, set(missing))

    def test_nobody(self):
        log = self.file("events.csv", cli.HEADER)
        values = self.csv(*AS_OF, *FROM, log=log)
        self.assertNotIn(("score", "", "least"), values)
        self.assertEqual(set(values.values()), {0})
        self.assertTrue(self.census(*AS_OF, *FROM, log=log).startswith("Rule table shop, on 2024-04-09: 0 customers\n"))
        self.check_run(cli.run("census", cli.SHOP, self.file("none.csv", ""), *AS_OF), 1, "",
                       f"{self.directory}/none.csv:1: the header line is missing\n")

    def test_bad_lines(self):
        log = self.log("a,visit,2024-01-01,0,1,", "a,dance,2024-01-01,0,1,", '"b"" ,",visit,2024-01-01,0,1,')
        reason = f'{log}:3: kind "dance" is not in the rule table\n'
        for options in ([], ["--csv"], ["--json"]):
            self.check_run(cli.run("census", cli.SHOP, log, *AS_OF, *options), 1, "", reason)
        result = cli.run("census", cli.SHOP, log, *AS_OF, "--skip-bad", "--csv")
        self.check_run(result, 0, err=reason + f"loyalty: {log}: 1 bad line skipped\n")
        self.assertIn(b"\ntotal,,customers,2\n", result.stdout)

    def test_standard_input(self):
        result = cli.run("census", cli.SHOP, "-", *AS_OF, "--csv", stdin=cli.HEADER + "\n".join(LOG))
        self.check_run(result, 0, STANDINGS, "")


if __name__ == "__main__":
    cli.main()
