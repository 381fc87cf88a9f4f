"""compare.py MEASURED DAY: what a day was predicted to take, beside what it took, uploads and films apart; exits with 1 beyond 15 %."""
import json
import sys

import costs

LIMIT = 0.15
PROMISED = ("cpuSeconds", "childCpuSeconds", "fetchedBytes", "storedBytes", "keptBytes")
NAMES = "processor time of workers and of their children, bytes fetched, stored and kept"


def compare(name, part, laws):
    """Prints a part of the day; returns the promised fields that are beyond the limit."""
    predicted = costs.total(laws[job["work"]].of(job["size"]) for job in part["jobs"])
    print(f"{len(part['jobs'])} {name}\n")
    print(f"{'':16} {'measured':>16} {'predicted':>16} {'off by':>8}")
    beyond = []
    # What was uploaded is given, not predicted.
    for field in (each for each in costs.FIELDS if each != "sourceBytes"):
        took = part["taken"][field]
        off = predicted[field] / took - 1 if took else float("inf" if predicted[field] else 0)
        if took or predicted[field]:
            print(f"{field:16} {took:16,.1f} {predicted[field]:16,.1f} {off:+8.1%}")
        if field in PROMISED and abs(off) > LIMIT:
            beyond.append(f"{field} of {name}")
    print()
    return beyond


def main(measured, day):
    laws = costs.read(measured)
    with open(day, encoding="utf-8") as file:
        run = json.load(file)
    print(f"The day with seed {run['seed']}\n")
    beyond = compare("uploads", run["uploads"], laws) + compare("films", run["films"], laws)
    if beyond:
        print(f"capacity: beyond {LIMIT:.0%}: {', '.join(beyond)}. Measure again on this machine: infra/capacity/run measure.")
        return 1
    print(f"Within {LIMIT:.0%} for uploads and for films: {NAMES}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
