#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""census.py NAME LOYALTY CENSUS_OF_CSV TOP

Counts the real events NAME.csv.gz in the most obvious way and holds the library's census against that. Only the rungs
and scores of each customer on each day are the library's own, by `loyalty replay`, which other tests hold against a
reference.

Real events are looked for in the folder LOYALTY_DATA; by default in ../shared/data beside the project. Without them the
test is skipped.
"""
import collections
import csv
import datetime
import gzip
import json
import math
import os
import subprocess
import sys
import tempfile

TABLE = {
    "format": 1, "name": "census",
    "events": {kind: {} for kind in ("campaign", "coupon", "purchase", "promo_purchase", "return")},
    "metrics": {
        "bought": {"count": ["purchase", "promo_purchase"], "within": "120d"},
        "spent": {"sum": ["purchase", "promo_purchase"], "within": "12m"},
        "idle": {"days_since": ["purchase", "promo_purchase"]},
        "returned": {"count": ["return"], "within": "90d"},
        "basket": {"mean": ["purchase", "promo_purchase", "return"]}},
    "score": {"max": 500, "points": {
        "bought": [[1, 20], [2, 45], [4, 90], [8, 130], [16, 160]],
        "spent": [[1000, 15], [5000, 40], [20000, 80], [100000, 120]], "returned": [[1, -7], [3, -30]]}},
    "ladder": [
        {"rung": "suspect"},
        {"rung": "customer", "enter": ["bought >= 1"], "grace": "20d"},
        {"rung": "client", "enter": ["bought >= 2"], "keep": ["bought >= 2", "idle <= 90"], "fall": "requalify"},
        {"rung": "advocate", "enter": ["bought >= 4", "returned == 0"], "keep": ["bought >= 3"], "fall": "requalify"}]}

METRICS = ["idle", "basket", "returned", "spent"]

# as_of, from, kinds of a purchase, days, the two periods
PLANS = {
    "cdnow": [("1998-06-30", "1998-03-31", ["purchase"], 30, "1997-01-01", "1997-06-30", "1998-01-01", "1998-06-30"),
              ("1997-05-31", "1997-02-15", ["purchase"], 7, "1997-02-01", "1997-02-28", "1997-03-01", "1997-03-31")],
    "online-retail": [
        ("2011-12-09", "2011-09-01", ["purchase"], 14, "2010-12-01", "2011-05-31", "2011-06-01", "2011-12-31"),
        ("2011-06-30", "2011-04-30", ["return", "purchase"], 60, "2011-01-01", "2011-01-31", "2011-05-01",
         "2011-07-31")],
    "complete-journey": [
        ("2017-12-31", "2017-09-30", ["purchase", "promo_purchase"], 7, "2017-01-01", "2017-03-31", "2017-10-01",
         "2017-12-31"),
        ("2017-06-01", "2017-03-02", ["promo_purchase"], 20, "2017-01-01", "2017-04-30", "2017-05-01", "2017-06-15")]}


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def months_before(date, months):
    """The same day of an earlier month, or the last one of that month."""
    then = datetime.date.fromordinal(date)
    year, month = divmod(then.year * 12 + then.month - 1 - months, 12)
    for last in range(then.day, 0, -1):
        try:
            return datetime.date(year, month + 1, last).toordinal()
        except ValueError:
            pass


def share(part, whole):
    return part / whole if whole else 0


class Log:
    """A customer's days: {(kind, day): [count, sum]} without those where both are 0."""

    def __init__(self):
        self.totals = collections.defaultdict(lambda: [0, 0])
        self.ids = set()

    def add(self, row):
        if row["id"] in self.ids:
            return
        if row["id"]:
            self.ids.add(row["id"])
        total = self.totals[row["kind"], day(row["date"])]
        total[0] += int(row["count"])
        total[1] += int(row["count"]) * int(row["value"])

    def settle(self, kinds):
        self.totals = {key: total for key, total in self.totals.items() if total != [0, 0]}
        counts = collections.Counter()
        for (kind, date), (count, _) in self.totals.items():
            if kind in kinds:
                counts[date] += count
        self.active = sorted(date for date, count in counts.items() if count > 0)
        self.appears = min((date for _, date in self.totals), default=None)


def read(path, kinds):
    logs = collections.defaultdict(Log)
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            logs[row["customer"]].add(row)
    for log in logs.values():
        log.settle(kinds)
    return list(logs.values())


def replay(loyalty, table, events, date):
    """{customer: (rung, score)} on a day."""
    text = subprocess.run([loyalty, "replay", table, events, "--as-of", date], check=True, capture_output=True,
                          text=True)
    rungs = [rung["rung"] for rung in TABLE["ladder"]]
    return {row["customer"]: (rungs.index(row["rung"]), int(row["score"]))
            for row in csv.DictReader(text.stdout.splitlines())}


def quantiles(values):
    percents = {"least": 0, "p10": 10, "p25": 25, "median": 50, "p75": 75, "p90": 90, "p95": 95, "p99": 99,
                "greatest": 100}
    ordered = sorted(values)
    return {name: ordered[max(-(-len(ordered) * percent // 100), 1) - 1] for name, percent in percents.items()}


def metric_of(log, metric, as_of):
    """The value of a metric of TABLE on a day; None if it is undefined."""
    body = TABLE["metrics"][metric]
    if "mean" in body:
        totals = [total for (kind, date), total in log.totals.items() if kind in body["mean"] and date <= as_of]
        count, value = (sum(total[i] for total in totals) for i in (0, 1))
        return None if count <= 0 else value // count if value >= 0 else -(-value // count)
    if "days_since" in body:
        counts = collections.Counter()
        for (kind, date), (count, _) in log.totals.items():
            if kind in body["days_since"] and date <= as_of:
                counts[date] += count
        return min((as_of - date for date, count in counts.items() if count > 0), default=None)
    of, at = ("count", 0) if "count" in body else ("sum", 1)
    within, number = body["within"], int(body["within"][:-1])
    before = as_of - number if within.endswith("d") else months_before(as_of, number)
    return sum(total[at] for (kind, date), total in log.totals.items() if kind in body[of] and before < date <= as_of)


def metrics(logs, as_of, customers):
    """Of the metrics of METRICS, in the order of the table."""
    figures = []
    for metric in TABLE["metrics"]:
        if metric not in METRICS:
            continue
        values = [metric_of(log, metric, as_of) for log in logs if log.appears is not None and log.appears <= as_of]
        defined = [value for value in values if value is not None]
        figures.append({"name": metric, "unit": None, "defined": len(defined), "undefined": customers - len(defined),
                        "quantiles": quantiles(defined) if defined else None})
    return figures


def standings(now):
    rungs = collections.Counter(rung for rung, _ in now.values())
    return {
        "customers": len(now),
        "rungs": [{"name": rung["rung"], "customers": rungs[i], "share": share(rungs[i], len(now))}
                  for i, rung in enumerate(TABLE["ladder"])],
        "score": quantiles(score for _, score in now.values())}


def movement(before, now):
    rungs = range(len(TABLE["ladder"]))
    pairs = collections.Counter((before[who][0] if who in before else None, now[who][0]) for who in now)
    known = [(a, b, n) for (a, b), n in pairs.items() if a is not None]
    return {
        "climbed": sum(n for a, b, n in known if b > a), "stayed": sum(n for a, b, n in known if b == a),
        "fell": sum(n for a, b, n in known if 0 < b < a), "lapsed": sum(n for a, b, n in known if 0 == b < a),
        "appeared": sum(n for (a, _), n in pairs.items() if a is None),
        "matrix": [[pairs[a, b] for b in rungs] for a in rungs]}


def came_back(logs, first, second):
    def active(log, period):
        return any(day(period[0]) <= date <= day(period[1]) for date in log.active)

    one = sum(active(log, first) for log in logs)
    both = sum(active(log, first) and active(log, second) for log in logs)
    return {"first": one, "second": sum(active(log, second) for log in logs), "both": both,
            "retention": share(both, one), "churn": 1 - share(both, one) if one else 0}


def retention(logs, first, second):
    cohorts = collections.defaultdict(list)
    for log in logs:
        if log.active:
            cohorts[datetime.date.fromordinal(log.active[0]).replace(day=1).isoformat()].append(log)
    return {"first": {"from": first[0], "to": first[1]}, "second": {"from": second[0], "to": second[1]},
            "all": came_back(logs, first, second),
            "cohorts": [{"cohort": month, **came_back(cohorts[month], first, second)} for month in sorted(cohorts)]}


def influence(logs, begin, end, days):
    def buys_after(log, date):
        return any(date < active <= date + days for active in log.active)

    looked_at = buying = 0
    for log in logs:
        for date in range(begin + 1, end - days + 1):
            if log.appears is not None and date >= log.appears:
                looked_at += 1
                buying += buys_after(log, date)
    base = share(buying, looked_at)
    kinds = []
    for kind in TABLE["events"]:
        exposures = [(log, min((date for (of, date), (count, _) in log.totals.items()
                                if of == kind and begin < date <= end and count > 0), default=None)) for log in logs]
        exposures = [(log, date) for log, date in exposures if date is not None]
        exposed = [(log, date) for log, date in exposures if date + days <= end]
        bought = sum(buys_after(log, date) for log, date in exposed)
        rate = share(bought, len(exposed))
        kinds.append({"name": kind, "exposed": len(exposed), "bought": bought, "young": len(exposures) - len(exposed),
                      "rate": rate, "lift": share(rate, base)})
    return {"days": days, "base": base, "kinds": kinds}


def differences(found, expected, path=""):
    """Where two JSON values differ; floating point may in the 15th digit."""
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return [f"{path}: {found} is not {expected}"]
        return [line for key in expected for line in differences(found.get(key), expected[key], f"{path}/{key}")]
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return [f"{path}: {found} is not {expected}"]
        return [line for i, one in enumerate(expected) for line in differences(found[i], one, f"{path}/{i}")]
    if isinstance(expected, float):
        same = isinstance(found, (int, float)) and math.isclose(found, expected, rel_tol=1e-13, abs_tol=1e-13)
    else:
        same = found == expected
    return [] if same else [f"{path}: {found} is not {expected}"]


def compare(loyalty, census_of_csv, table, events, plan):
    as_of, begin, kinds, days, *periods = plan
    logs = read(events, kinds)
    before, now = (replay(loyalty, table, events, date) for date in (begin, as_of))
    expected = {**standings(now), "metrics": metrics(logs, day(as_of), len(now)), "program": TABLE["name"], "as_of": as_of, "from": begin,
                "purchases": [kind for kind in TABLE["events"] if kind in kinds], "segments": [],
                "movement": movement(before, now), "retention": retention(logs, periods[:2], periods[2:]),
                "influence": influence(logs, day(begin), day(as_of), days)}
    runs = {f"{books} books advanced to {advance}":
            [census_of_csv, table, events, as_of, begin, ",".join(kinds), str(days), *periods, ",".join(METRICS), str(books),
             advance]
            for books, advance in ((1, "-"), (1, as_of), (7, begin), (3, "2020-01-01"))}
    if all(date <= day(as_of) for log in logs for _, date in log.totals):  # the command sees no later events
        runs["the command"] = [
            loyalty, "census", table, events, "--as-of", as_of, "--from", begin, "--purchases", ",".join(kinds),
            "--within", str(days), "--metrics", ",".join(METRICS), "--first", "..".join(periods[:2]), "--second", "..".join(periods[2:]), "--json"]
    problems = []
    for what, run in runs.items():
        found = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
        problems += [f"{as_of}, {what}: {line}" for line in differences(found, expected)]
        if not set(found) >= set(expected):
            problems.append(f"{as_of}, {what}: keys {sorted(found)} are not {sorted(expected)}")
    moved = len(now) - expected["movement"]["stayed"]
    print(f"as of {as_of}: {len(now)} customers, {moved} moved or new, {len(runs)} runs, "
          f"{len(expected['retention']['cohorts'])} cohorts, base rate {expected['influence']['base']:.4f}")
    return problems


def main():
    name, loyalty, census_of_csv, top = sys.argv[1:]
    data = os.path.join(os.environ.get("LOYALTY_DATA", os.path.join(top, "../shared/data")), name + ".csv.gz")
    if not os.path.exists(data):
        print(f"no real events here: {data}")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        table, events = os.path.join(folder, "table.json"), os.path.join(folder, "events.csv")
        with open(table, "w") as file:
            json.dump(TABLE, file)
        with open(events, "wb") as file:
            file.write(gzip.open(data).read())
        problems = [line for plan in PLANS[name] for line in compare(loyalty, census_of_csv, table, events, plan)]
    print("\n".join(problems[:20]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
