# SPDX-License-Identifier: MIT
"""loyalty explain: the screen in three languages, its cases, and the JSON text."""
import json
import re

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
        self.assertIn("|--*--| Suspect (since today)\n", out)
        self.assertIn("Everyone can stand on the first rung.", out)
        self.assertIn("What is missing for Customer\n  no  purchases, 90 days: at least 1  now 0  ..........  1 more needed\n", out)
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
            self.assertIn(f"(здесь уже {words})\n", self.explain("anna", f"2024-01-{day}", "--lang", "ru", log=log))

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

    def test_later_events_wait_for_their_day(self):
        """The standing is that of the day; the outlook knows what the log holds for later."""
        short = self.log(*(line for line in LOG if "later" not in line), name="short.csv")
        out, before = self.explain("anna", "2024-04-01"), self.explain("anna", "2024-04-01", log=short)
        heading = "\nBooked for later: 1 event\n"
        self.assertEqual(out.split(heading)[0], before.split("\nIf nothing more happens\n")[0])
        self.assertIn(heading + "  2024-04-02: purchase (5 times)\n\nIf nothing else happens\n", out)
        self.assertNotIn("Booked", before)
        later, short = (json.loads(self.explain("anna", "2024-04-01", "--json", log=log)) for log in (None, short))
        self.assertNotEqual(later.pop("outlook"), short.pop("outlook"))
        self.assertEqual(later, short)

    def test_a_grant_that_ends(self):
        """A status given by hand, whose end the log holds already."""
        table = self.file("t.json", """{"format": 1, "name": "grant",
          "events": {"purchase": {"value": [0, 10000000]}, "gold_by_hand": {}},
          "metrics": {"spend": {"sum": "purchase", "within": "12m"}, "granted": {"count": "gold_by_hand"}},
          "ladder": [{"rung": "bronze"}, {"rung": "silver", "enter": ["spend >= 10000"]},
                     {"rung": "gold", "enter": [["spend >= 50000"], ["granted >= 1"]]},
                     {"rung": "platinum", "enter": ["spend >= 100000"]}]}""")
        log = self.log("vip,purchase,2024-03-01,12000,1,", "vip,gold_by_hand,2024-04-01,,1,",
                       "vip,gold_by_hand,2024-07-01,,-1,")
        out = self.explain("vip", "2024-04-10", table=table, log=log)
        self.assertTrue(out.startswith("vip: gold since 2024-04-01\n"), out)
        self.assertTrue(out.endswith("\nBooked for later: 1 event\n  2024-07-01: gold_by_hand (1 taken back)\n\n"
                                     "If nothing else happens\n  2024-07-01: falls to silver\n"
                                     "  2025-03-01: falls to bronze\n"), out)

    def test_many_later_events(self):
        """The earliest are listed, in the order of dates; a refused retry is not counted."""
        days = (9, 3, 7, 5, 8, 2, 4, 6, 3)
        log = self.log("x,visit,2024-01-01,0,1,", *(f"x,visit,2024-02-0{day},0,1,v{day}" for day in days))
        out = cli.run("explain", cli.SHOP, log, "--customer", "x", "--as-of", "2024-01-01", "--skip-bad").stdout.decode()
        self.assertIn("\nBooked for later: 8 events\n"
                      + "".join(f"  2024-02-0{day}: visit\n" for day in range(2, 8)) + "  and 2 more\n", out)

    def test_later_events_of_a_day(self):
        """Those of a kind are added up, as the log has them; what was taken back altogether is not there."""
        log = self.log("x,visit,2024-01-01,0,1,", "x,purchase,2024-02-01,5,1,", "x,visit,2024-02-01,0,1,",
                       "x,purchase,2024-02-01,7,2,", "x,visit,2024-03-01,0,1,", "x,visit,2024-03-01,0,-1,",
                       "x,purchase,2024-04-01,9,1,", "x,purchase,2024-04-01,8,-1,")
        out = cli.run("explain", cli.SHOP, log, "--customer", "x", "--as-of", "2024-01-01").stdout.decode()
        self.assertIn("\nBooked for later: 3 events\n  2024-02-01: visit\n  2024-02-01: purchase (3 times)\n"
                      "  2024-04-01: purchase\n\n", out)

    def test_units(self):
        out = self.explain("anna", "2024-11-01", table=cli.BISTRO, log=self.log(*cli.BISTRO_LOG))
        for text in ("  rolling, 12 months  847.19 EUR  ##########  60 of 60\n", "At full price        33.33...%",
                     "  Gold until 2025-06-30.\n  To renew: 60.00 EUR more by then, beyond what is booked.\n",
                     "no  rolling, 12 months: at least 1000.00 EUR\n      now 847.19 EUR, 152.81 EUR more needed\n",
                     "no  Last purchase: at most 90 days\n      now 91 days, 1 day too much\n",
                     "no  At full price: at least 50%\n      now 33.33...%, 17% more needed\n",
                     "\nSegments\n  Value: Small spender\n", "  Gold: Deepen the relation, call\n"):
            self.assertIn(text, out)

    def test_fractions(self):
        """Two decimals, never rounded to a limit that was not reached."""
        for values, text in {"1 2": "1.5", "1 2 2 2": "1.75", "1 1 2": "1.33...", "-1 0": "-0.5", "-1 -1 -2": "-1.33...",
                             "-1 0 0": "-0.33...", "3 3": "3", "-100 -99": "-99.5"}.items():
            log = self.log("x,visit,2024-01-01,0,1,", *(f"x,review,2024-01-01,{value},1," for value in values.split()))
            self.assertRegex(self.explain("x", "2024-01-01", log=log), rf"\n  Mood +{re.escape(text)}  [.#]")

    def test_renewal_is_asked_of_the_last_day(self):
        """What a window holds today may be out of it when the term ends."""
        table = self.file("t.json", """{"format": 1, "name": "term", "events": {"e": {}},
          "metrics": {"n": {"count": "e", "within": "3m"}},
          "ladder": [{"rung": "a"}, {"rung": "b", "enter": ["n >= 2"], "term": "12m"}]}""")
        log = self.log("x,e,2024-01-01,0,2,")
        self.assertIn("What renews it\n  b until 2024-12-31.\n  To renew: 2 more by then.\n  yes n, 3 months",
                      self.explain("x", "2024-02-01", table=table, log=log))
        log = self.log("x,e,2024-01-01,0,2,", "x,e,2024-12-01,0,2,")
        self.assertIn("  If nothing more happens, it is then renewed.\n",
                      self.explain("x", "2024-12-01", table=table, log=log))
        self.assertIn("  If nothing but what is booked happens, it is then renewed.\n",
                      self.explain("x", "2024-02-01", table=table, log=log))

    def test_renewal_by_one_of_several_ways(self):
        table = self.file("t.json", """{"format": 1, "name": "term", "events": {"e": {}, "f": {}},
          "metrics": {"n": {"count": "e"}, "m": {"latest": "f"}},
          "ladder": [{"rung": "a"}, {"rung": "b", "enter": ["n >= 1"], "keep": [["n >= 3", "m > 0"], ["n == 5"]],
                                     "term": "12m"}]}""")
        self.assertIn("  b until 2024-12-31.\n  To renew by then:\n    n: 2 more needed\n    m: no value yet\n  or\n"
                      "    n: 4 more needed\n",
                      self.explain("x", "2024-02-01", table=table, log=self.log("x,e,2024-01-01,0,1,")))

    def test_what_could_mislead(self):
        """A failing `keep` that does no harm; rungs that cannot be reached at once; review days."""
        table = """{"format": 1, "name": "t", "events": {"e": {}}, "metrics": {"n": {"count": "e"}},%s
          "ladder": [{"rung": "a"}, {"rung": "b", "enter": ["n >= 1"], "keep": ["n >= 2"]},
                     {"rung": "c", "enter": ["n >= 3"]}, {"rung": "d", "enter": ["n >= 4"]}]}"""
        log = self.log("x,e,2024-01-01,0,1,")
        step = self.explain("x", "2024-01-01", table=self.file("t.json", table % '"climb": "step",'), log=log)
        self.assertIn("  They stay all the same: what the rung asks at first still holds.\n", step)
        self.assertEqual(step.count("one at a time"), 1)
        self.assertIn("3 more needed\n  Rungs are climbed one at a time.\n", step)
        review = self.explain("x", "2024-01-01", table=self.file("t.json", table % '"review": "month",'), log=log)
        self.assertEqual(review.count("\n  Rungs change on review days only.\n"), 2)

    def test_persian_has_one_script_of_digits(self):
        """Numbers, dates and signs are isolates of their own; names stay as they are in the log and the table."""
        out = self.explain("anna", "2024-11-01", "--lang", "fa", table=cli.BISTRO, log=self.log(*cli.BISTRO_LOG))
        self.assertIsNone(re.search("[0-9]", out))
        self.assertIn("\u2068۸۴۷٫۱۹ EUR\u2069", out)
        self.assertIn("\u2068۲۰۲۵-۰۶-۳۰\u2069", out)
        self.assertIn("\u2068۵۰٪\u2069", out)
        for line in filter(None, out.splitlines()):
            self.assertTrue(line.startswith("\u200f"), line)
            self.assertFalse(line.endswith(" "), line)

    def test_a_name_cannot_leave_its_isolate(self):
        for name, shown in {"a\u2069b": "\u2068ab\u2069", "a\u2067b": "\u2068a\u2067b\u2069\u2069"}.items():
            out = self.explain(name, "2024-01-01", "--lang", "fa", log=self.log(f"{name},visit,2024-01-01,0,1,"))
            self.assertTrue(out.startswith(f"\u200f\u2067{shown}: "), out[:20].encode())

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
