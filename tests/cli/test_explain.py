# SPDX-License-Identifier: MIT
"""loyalty explain: the screen in three languages, its cases, and the JSON text."""
import json

import cli

# On 2024-04-01 anna is a client whose purchases of the last 90 days still count; her mood is 37/3.
LOG = ["anna,purchase,2024-01-10,2500,1,a1", "anna,purchase,2024-01-20,1500,1,a2", "anna,purchase,2024-02-01,500,1,a3",
       "anna,review,2024-02-02,12,2,", "anna,review,2024-02-03,13,1,", "anna,purchase,2024-04-02,9000,5,later",
       "bob,visit,2024-02-01,0,1,", "zoe,visit,2025-01-01,0,1,"]


class Explain(cli.CommandTest):
    def explain(self, customer, as_of, *options, log=None, table=cli.SHOP):
        """What the screen says."""
        result = cli.run("explain", table, log or self.log(*LOG), "--customer", customer, "--as-of", as_of, *options)
        self.check_run(result, 0, err="")
        return result.stdout.decode()

    def test_golden(self):
        for language in ("en", "fa", "ru"):
            self.check_golden(f"explain-{language}", self.explain("anna", "2024-04-01", "--lang", language))

    def test_english_without_lang(self):
        self.assertEqual(self.explain("anna", "2024-04-01"), self.explain("anna", "2024-04-01", "--lang", "en"))

    def test_first_rung(self):
        out = self.explain("bob", "2024-02-01")
        self.assertTrue(out.startswith("bob: Suspect since 2024-02-01\nRule table shop, on 2024-02-01\n"), out)
        self.assertIn("├──●──┤ Suspect ◀ since today\n", out)
        self.assertIn("Everyone can stand on the first rung.", out)
        self.assertIn("What is missing for Customer\n  ✗ purchases, 90 days ≥ 1  0  ░░░░░░░░░░  1 more needed\n", out)
        self.assertIn("No change up to 2026-01-31.", out)
        self.assertIn("  Suspect: advertise\n", out)
        self.assertIn("  glad: none\n", out)

    def test_top_rung(self):
        log = self.log("anna,referral,2024-01-01,0,1,", "anna,purchase,2024-01-01,1,3,")
        out = self.explain("anna", "2024-01-02", log=log)
        self.assertIn("This is the top rung.", out)
        self.assertNotIn("What is missing", out)
        self.assertIn("  2024-03-31: falls to Client\n", out)

    def test_at_risk(self):
        log = self.log("anna,purchase,2024-01-01,1,1,")
        self.assertIn("At risk since 2024-03-31: if nothing changes, they fall on 2024-04-10.",
                      self.explain("anna", "2024-03-31", log=log))
        self.assertIn("Под угрозой с 2024-03-31: если ничего не изменится, понижение 2024-04-10.",
                      self.explain("anna", "2024-04-09", "--lang", "ru", log=log))
        self.assertNotIn("At risk", self.explain("anna", "2024-03-30", log=log))

    def test_hold(self):
        log = self.log("anna,purchase,2024-01-01,1,3,")
        self.assertIn("The rung cannot be lost before 2024-01-31.", self.explain("anna", "2024-01-30", log=log))
        self.assertNotIn("cannot be lost", self.explain("anna", "2024-01-31", log=log))

    def test_cut_score(self):
        log = self.log("anna,review,2024-01-01,-50,1,")
        self.assertIn("  The points add up to -20; a score runs from 0 to 100.\n",
                      self.explain("anna", "2024-01-01", log=log))

    def test_russian_plurals(self):
        log = self.log("anna,visit,2024-01-01,1,1,")
        for day, words in {"02": "1 день", "03": "2 дня", "06": "5 дней", "12": "11 дней", "22": "21 день",
                           "23": "22 дня"}.items():
            self.assertIn(f"здесь уже {words}\n", self.explain("anna", f"2024-01-{day}", "--lang", "ru", log=log))

    def test_bare_table(self):
        """Without points, segments, labels and actions; every kind of window; no number of a rule need be positive."""
        table = self.file("t.json", """{"format": 1, "name": "bare", "events": {"e": {}, "f": {"value": [-9, 9]}},
          "metrics": {"w": {"count": "e", "within": "week"}, "m": {"count": "e", "within": "month"},
                      "q": {"count": "e", "within": "quarter"}, "y": {"count": "e", "within": "year"},
                      "m1": {"count": "e", "within": "1m"}, "idle": {"days_since": "e"}, "low": {"sum": "f"}},
          "ladder": [{"rung": "a"}, {"rung": "b", "enter": [["w >= 5", "m > 1", "q == 2", "y != 1"],
            ["m1 < 1", "idle <= 2", "low >= -3", "low == -8"]]}]}""")
        out = self.explain("x", "2024-05-31", table=table,
                           log=self.log("x,e,2024-05-27,0,1,", "x,f,2024-05-27,-5,1,"))
        self.check_golden("explain-bare", out)

    def test_many_changes_ahead(self):
        """A table in which a customer flaps does not flood the screen."""
        table = self.file("t.json", """{"format": 1, "name": "flap", "events": {"e": {}},
          "metrics": {"d": {"days_since": "e"}, "w": {"count": "e", "within": "week"}},
          "ladder": [{"rung": "a"}, {"rung": "b", "enter": [%s], "keep": ["d < 0"]}]}"""
                          % ", ".join(f'["d == {2 * n + 1}"]' for n in range(20)))
        out = self.explain("x", "2024-01-01", table=table, log=self.log("x,e,2024-01-01,0,1,"))
        self.assertEqual(out.count(": climbs to b\n"), 6)
        self.assertIn("\n  and 28 more\n", out)

    def test_last_days_of_the_calendar(self):
        self.assertIn("No change up to 9999-12-31.",
                      self.explain("x", "9999-12-30", log=self.log("x,visit,9999-12-30,0,1,")))

    def test_json(self):
        for language, label in {"en": "Client", "fa": "مشتری وفادار", "ru": "Постоянный клиент"}.items():
            out = self.explain("anna", "2024-04-01", "--json", "--lang", language)
            self.assertTrue(out.endswith("}\n"))
            json.loads(out)
            self.assertIn(label, json.dumps(json.loads(out), ensure_ascii=False))

    def test_later_events_do_not_show(self):
        short = self.log(*(line for line in LOG if "later" not in line), name="short.csv")
        for options in ([], ["--json"]):
            self.assertEqual(self.explain("anna", "2024-04-01", *options),
                             self.explain("anna", "2024-04-01", *options, log=short))

    def test_unknown_customer(self):
        log = self.log(*LOG)
        for options in ([], ["--json"]):
            result = cli.run("explain", cli.SHOP, log, "--customer", "an", "--as-of", "2024-04-01", *options)
            self.check_run(result, 1, "", f'loyalty: {log}: customer "an" has no event\n')
            result = cli.run("explain", cli.SHOP, log, "--customer", "zoe", "--as-of", "2024-04-01", *options)
            self.check_run(result, 1, "", f'loyalty: {log}: customer "zoe" has no event on or before 2024-04-01\n')

    def test_bad_lines(self):
        log = self.log("bob,visit,2024-13-01,0,1,", "anna,visit,2024-01-01,0,1,", "anna,visit,2024-01-01,x,1,")
        reason = f'{log}:2: date "2024-13-01" is not a calendar day; use YYYY-MM-DD\n'
        arguments = ["explain", cli.SHOP, log, "--customer", "anna", "--as-of", "2024-04-01"]
        self.check_run(cli.run(*arguments), 1, "", reason)
        result = cli.run(*arguments, "--skip-bad")
        self.check_run(result, 0, err=reason +
                       f'{log}:4: value "x" is not a whole number (money is in minor units, such as cents)\n'
                       f"loyalty: {log}: 2 bad lines skipped\n")
        self.assertTrue(result.stdout.startswith(b"anna: Suspect since 2024-01-01\n"))

    def test_standard_input(self):
        content = cli.HEADER + "anna,visit,2024-01-01,0,1,\n"
        result = cli.run("explain", cli.SHOP, "-", "--customer", "anna", "--as-of", "2024-04-01", stdin=content)
        self.check_run(result, 0, err="")
        self.assertTrue(result.stdout.startswith(b"anna: Suspect since 2024-01-01\n"))

    def test_nothing_steers_the_terminal(self):
        log = self.log("a\x1b]0;x\x07\u009bm,visit,2024-01-01,0,1,")
        result = cli.run("explain", cli.SHOP, log, "--customer", "a\x1b]0;x\x07\u009bm", "--as-of", "2024-04-01")
        self.check_run(result, 0, err="")
        self.assertTrue(result.stdout.startswith(b"a?]0;x??m: Suspect"), result.stdout[:40])


if __name__ == "__main__":
    cli.main()
