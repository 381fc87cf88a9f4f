"""compare.py MEASURED DAY: what a day was predicted to take, beside what it took; exits with 1 beyond 15 %."""
import json
import sys

import costs

LIMIT = 0.15
PROMISED = ("cpuSeconds", "childCpuSeconds", "fetchedBytes", "storedBytes", "keptBytes")


def main(measured, day):
    laws = costs.read(measured)
    with open(day, encoding="utf-8") as file:
        run = json.load(file)
    predicted = costs.total(laws[job["work"]].of(job["size"]) for job in run["jobs"])
    predicted["sourceBytes"] = sum(job["sourceBytes"] for job in run["jobs"])
    print(f"{len(run['jobs'])} jobs of the day with seed {run['seed']}\n")
    print(f"{'':16} {'measured':>16} {'predicted':>16} {'off by':>8}")
    beyond = []
    for field in costs.FIELDS:
        if field == "sourceBytes":
            continue
        took = run["taken"][field]
        off = predicted[field] / took - 1 if took else 0.0
        print(f"{field:16} {took:16,.1f} {predicted[field]:16,.1f} {off:+8.1%}")
        if field in PROMISED and abs(off) > LIMIT:
            beyond.append(field)
    if beyond:
        print(f"\ncapacity: {', '.join(beyond)} beyond {LIMIT:.0%}. Measure again on this machine: infra/capacity/run measure.")
        return 1
    print(f"\nProcessor time and bytes are within {LIMIT:.0%}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
