# SPDX-License-Identifier: MIT
"""Cases from the field that once went wrong: folders with a table, events and the commands of a user.

They are looked for in the folder LOYALTY_CASES; by default in ../shared/cases beside the project. Each test says what has to
come now; other tests have the kind of each fault, with tables of their own.
"""
import os
import pathlib
import unittest

from cli import CommandTest, HERE, run

CASES = pathlib.Path(os.environ.get("LOYALTY_CASES", HERE.parent.parent.parent / "shared" / "cases"))


@unittest.skipUnless(CASES.is_dir(), "the cases are not there")
class Cases(CommandTest):
    def of(self, case, command, *arguments):
        """What a command prints for a case: standard output and standard error."""
        files = [CASES / case / "table.json"] + ([] if command == "check" else [CASES / case / "events.csv"])
        result = run(command, *files, *arguments)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        return result.stdout.decode(), result.stderr.decode()

    def influence(self, as_of):
        out, _ = self.of("influence-of-young-exposures", "census", "--as-of", as_of, "--from", "2024-01-31",
                         "--within", "30", "--csv")
        rows = [line.split(",") for line in out.splitlines() if line.startswith("influence,mail")]
        return {what: float(value) for _, _, what, value in rows}

    def test_edited_order_same_id(self):
        out, err = self.of("edited-order-same-id", "replay", "--as-of", "2024-06-01")
        self.assertIn('id "o1" comes again with other contents', err)
        self.assertIn("value 5500, count 1; line 2 has order on 2024-05-01, value 4000", err)
        self.assertIn("a,none,2024-05-01,0", out)

    def test_future_events_in_outlook(self):
        case = "future-events-in-outlook"
        moves, _ = self.of(case, "replay", "--as-of", "2025-12-31", "--transitions")
        expected = (CASES / case / "expected").read_text(encoding="utf-8").rsplit("(", 1)[0]
        self.assertEqual(moves, expected)
        out, _ = self.of(case, "explain", "--customer", "vip", "--as-of", "2024-04-10")
        self.assertIn("2024-07-01: falls to silver", out)
        self.assertIn("2024-07-01: gold_by_hand (1 taken back)", out)

    def test_hole_of_the_undefined(self):
        out, _ = self.of("hole-of-the-undefined", "check")
        self.assertIn("customers for whom 'idle' is undefined are in no cell", out)

    def test_influence_of_young_exposures(self):
        early, late = self.influence("2024-03-21"), self.influence("2024-04-30")
        self.assertEqual((early["exposed"], early["young"]), (0, 20))  # nobody could be watched for 30 days
        self.assertEqual((late["exposed"], late["young"], late["rate"]), (20, 0, 1))

    def test_return_outlives_its_sale(self):
        case = "return-outlives-its-sale"
        out, _ = self.of(case, "check")
        self.assertIn("a return outlives its sale", out)
        moves, _ = self.of(case, "replay", "--as-of", "2026-12-31", "--transitions")
        self.assertIn("2025-02-20,b,basic,plus", moves)  # the meaning stays

    def test_stream_with_future_events(self):
        case = "stream-with-future-events"
        whole = self.of(case, "replay", "--as-of", "2026-12-31", "--transitions")
        self.assertEqual(self.of(case, "replay", "--as-of", "2026-12-31", "--transitions", "--stream"), whole)
        self.assertIn("2025-11-20,a,gold,platinum", whole[0])


if __name__ == "__main__":
    unittest.main()
