"""plan.py MEASURED PLATFORM [--json]: what a platform needs on its busiest day: workers, waits, storage, money, and how far the limits are."""
import bisect
import itertools
import json
import math
import random
import sys

import costs
import waits

SEED = 1
HOURS = 24
HOUR = 3600
# PATCHWORK_CHUNK_LENGTH: longer videos are made in chunks, each a task of its own.
CHUNK = 300
# S3's documented rates for each part of the keys between which it divides its load.
S3_WRITES, S3_READS = 3500, 5500
# The stream of events keeps as much, or seven days.
EVENT_LOG_BYTES = 1 << 30
LIST_PAGE = 1000
# Of a film, beside its segments and its soundtrack: its client's message, the admitted one, its assembly, the watchdog.
DELIVERIES_OF_NO_TASK = 4
GOALS = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "worst": 1.0}


class Day:
    """A day's jobs as the platform's document describes them, drawn at random."""

    def __init__(self, platform, laws):
        self.platform = platform
        self.laws = laws
        self.random = random.Random(SEED)
        self.sums = {}
        self.counts = {}
        self.hours = [dict.fromkeys(costs.FIELDS, 0.0) for _ in range(HOURS)]
        self.uploads = self._uploads()
        self.films = self._films()

    def _uploads(self):
        """(time, service in seconds) of every task of an upload, by time.

        A job takes as long as it took with one core to itself, though a slot of `bulk` has two: not all of it uses both.
        """
        tasks = []
        for kind in self.platform["uploads"]:
            for _ in range(round(kind["share"] * uploads_per_day(self.platform))):
                size, sent = self._size(kind), self._time(self.platform["hours_of_uploads"])
                took = self._count(kind["work"], size, sent)
                pieces = math.ceil(size / CHUNK) if kind["work"].startswith("video") else 1
                tasks += [(sent, took["jobSeconds"] / pieces)] * pieces
        return sorted(tasks)

    def _films(self):
        """Films by class of worker: (time, seconds of each task, number of tasks, seconds before and behind them), by time."""
        films = {"render": [], "interactive": []}
        for kind in self.platform["films"]:
            is_final = kind["work"] != "preview"
            for _ in range(kind["per_day"]):
                size = self._size(kind)
                sent = self._deadline() if is_final else None
                sent = self._time(self.platform["hours_of_uploads"]) if sent is None else sent
                took = self._count(kind["work"], size, sent)
                tasks = max(1, round(took["deliveries"]) - DELIVERIES_OF_NO_TASK)
                # What a film takes longer than its processor time is spent one step after the other: admission, plan, assembly.
                steps = max(0.0, took["jobSeconds"] - took["cpuSeconds"])
                films["render" if is_final else "interactive"].append((sent, took["cpuSeconds"] / tasks, tasks, steps))
        return {pool: sorted(each) for pool, each in films.items()}

    def _deadline(self):
        """When a final film is sent that is for a deadline; None for the others."""
        at = self.random.random()
        for deadline in self.platform["deadlines"]:
            at -= deadline["share_in_the_hour_before"]
            if at < 0:
                return (deadline["hour"] - self.random.random()) * HOUR
        return None

    def _size(self, kind):
        size = kind["median"] * math.exp(self.random.gauss(0, kind["sigma"]))
        return min(max(size, kind["least"]), kind["most"])

    def _time(self, hours):
        marks = list(itertools.accumulate(hours))
        hour = bisect.bisect(marks, self.random.random() * marks[-1])
        return (min(hour, HOURS - 1) + self.random.random()) * HOUR

    def _count(self, work, size, sent):
        """Adds a job to the sums; what it takes."""
        took = self.laws[work].of(size)
        self.counts[work] = self.counts.get(work, 0) + 1
        for sums in (self.sums.setdefault(work, dict.fromkeys(costs.FIELDS, 0.0)), self.hours[int(sent // HOUR)]):
            for field in costs.FIELDS:
                sums[field] += took[field]
        return took

    def total(self):
        return costs.total(self.sums.values())

    def busiest(self, field):
        """The most of a field in one hour, by second."""
        return max(hour[field] for hour in self.hours) / HOUR


def pool_waits(day, pool, workers):
    """Waits in seconds until a job begins, and until a film is there."""
    cores = day.platform["worker"]["cores"]
    if pool == "bulk":
        done = waits.fifo(day.uploads, workers * max(1, cores // 2))
        return [began - sent for (sent, _), (began, _) in zip(day.uploads, done)], []
    films = day.films[pool]
    tasks = [(sent, takes) for sent, takes, count, _ in films for _ in range(count)]
    done = iter(waits.fifo(tasks, workers * cores))
    begins, ends = [], []
    for sent, _, count, steps in films:
        times = list(itertools.islice(done, count))
        begins.append(times[0][0] - sent)
        ends.append(max(end for _, end in times) - sent + steps)
    return begins, ends


def fleet(day, pool):
    """The fewest workers of a pool that meet its goal, and what people wait with them."""
    goal, limit = next(iter(day.platform["goals"][pool].items()))
    share = GOALS[goal.split("_")[0]]
    is_film = goal.endswith("film_seconds")

    def holds(workers):
        return waits.quantile(pool_waits(day, pool, workers)[is_film], share) <= limit

    workers = waits.fewest(holds)
    begins, ends = pool_waits(day, pool, workers)
    quantiles = lambda values: {name: round(waits.quantile(values, at), 1) for name, at in GOALS.items()}
    return {"workers": workers, "goal": f"{goal} {limit}", "wait": quantiles(begins), "film": quantiles(ends) if ends else None}


def plan(measured, platform):
    """All figures of a platform, as a document."""
    day = Day(platform, costs.read(measured))
    total, prices, worker = day.total(), platform["prices"], platform["worker"]
    fleets = {pool: fleet(day, pool) for pool in platform["goals"]}
    cores = sum(each["workers"] for each in fleets.values()) * worker["cores"]
    month = 30
    kept = total["keptBytes"] - total["segmentBytes"] + (total["sourceBytes"] if platform["kept"]["uploads"] else 0)
    segments = total["segmentBytes"] * platform["kept"]["segments_days"]
    year = kept * 365 + segments
    uploads = uploads_per_day(platform) if platform["kept"]["uploads"] else 0
    objects = (
        (total["keptObjects"] - total["segmentObjects"] + uploads) * 365
        + total["segmentObjects"] * platform["kept"]["segments_days"]
    )
    documents = 365 * sum(day.counts.values())
    with open(measured, encoding="utf-8") as file:
        broker = json.load(file)["brokerMessagesPerSecond"]
    messages = day.busiest("deliveries") + day.busiest("events")
    moved = day.busiest("fetchedBytes") + day.busiest("storedBytes")
    return {
        "work": {
            work: {"jobs": day.counts[work], **{field: sums[field] for field in ("cpuSeconds", "fetchedBytes", "storedBytes", "keptObjects")}}
            for work, sums in day.sums.items()
        },
        "fleets": fleets,
        "cores": {"busy_at_most": day.busiest("cpuSeconds"), "busy_on_average": total["cpuSeconds"] / (HOURS * HOUR), "of_the_fleets": cores},
        "storage": {"bytes_a_day": kept, "bytes_of_segments": segments, "bytes_after_a_year": year, "objects_after_a_year": objects},
        "limits": {
            "broker messages/s": [messages, broker],
            "S3 writes/s": [day.busiest("writes"), S3_WRITES],
            "S3 reads/s": [day.busiest("reads"), S3_READS],
        },
        "network_bits_per_second": 8 * moved,
        "network_bits_per_second_of_a_worker": 8 * moved / day.busiest("cpuSeconds") * worker["cores"],
        "event_log_hours": EVENT_LOG_BYTES / (total["eventBytes"] / HOURS),
        "event_log_hours_at_the_busiest": EVENT_LOG_BYTES / day.busiest("eventBytes") / HOUR,
        "listing_hours_after_a_year": objects / LIST_PAGE * platform["kept"]["list_page_seconds"] / HOUR,
        "money_a_month": {
            "cores, if a fixed fleet": cores * HOURS * month * prices["core_hour"],
            "cores, only while busy": total["cpuSeconds"] / HOUR * month * prices["core_hour"],
            "requests": month * (total["writes"] * prices["thousand_writes"] + total["reads"] * prices["thousand_reads"]) / 1000,
            "retention once a day, after a year": month
            * (objects / LIST_PAGE * prices["thousand_writes"] + documents * prices["thousand_reads"]) / 1000,
            "storage, after a year": year / 1e9 * prices["gigabyte_month"],
        },
    }


def uploads_per_day(platform):
    return round(platform["members"] * platform["uploads_of_a_member_per_day"])


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join(["---"] + ["---:"] * (len(head) - 1)) + " |")
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def show(figures, platform):
    print(f"A day of {platform['members']:,} members and {uploads_per_day(platform):,} uploads\n")
    table(
        ("work", "jobs", "CPU h", "fetched TB", "stored TB", "million objects"),
        [
            (work, f"{each['jobs']:,}", f"{each['cpuSeconds'] / HOUR:,.0f}", f"{each['fetchedBytes'] / 1e12:,.2f}",
             f"{each['storedBytes'] / 1e12:,.2f}", f"{each['keptObjects'] / 1e6:,.2f}")
            for work, each in figures["work"].items()
        ],
    )
    cores = figures["cores"]
    print(f"Workers of {platform['worker']['cores']} cores; {cores['busy_on_average']:,.0f} cores are busy on average, "
          f"{cores['busy_at_most']:,.0f} in the busiest hour\n")
    def times(each):
        return ("—",) * 3 if each is None else tuple(f"{each[at]:,.0f} s" for at in ("p50", "p95", "worst"))
    table(
        ("deployment", "workers", "goal", "wait p50", "p95", "worst", "film p50", "p95", "worst"),
        [(pool, f"{each['workers']:,}", each["goal"] + " s", *times(each["wait"]), *times(each["film"])) for pool, each in figures["fleets"].items()],
    )
    table(
        ("in the busiest hour", "needed", "limit of one", "so many are needed"),
        [(what, f"{needed:,.0f}", f"{limit:,.0f}", f"{needed / limit:.2f}") for what, (needed, limit) in figures["limits"].items()],
    )
    print(f"Network: {figures['network_bits_per_second'] / 1e9:,.1f} Gbit/s between workers and store, "
          f"{figures['network_bits_per_second_of_a_worker'] / 1e6:,.0f} Mbit/s of a worker.")
    print(f"The log of events holds {figures['event_log_hours']:,.1f} hours, {figures['event_log_hours_at_the_busiest']:,.1f} of the busiest.")
    storage = figures["storage"]
    print(f"Storage: {storage['bytes_a_day'] / 1e12:,.1f} TB more each day, {storage['bytes_of_segments'] / 1e12:,.1f} TB of segments, "
          f"{storage['bytes_after_a_year'] / 1e15:,.2f} PB and {storage['objects_after_a_year'] / 1e9:,.1f} billion objects after a year.")
    print(f"To list them all takes {figures['listing_hours_after_a_year']:,.0f} hours.\n")
    currency = platform["prices"]["currency"]
    table(("a month", currency), [(what, f"{money:,.0f}") for what, money in figures["money_a_month"].items()])


def main(measured, platform, *options):
    with open(platform, encoding="utf-8") as file:
        assumed = json.load(file)
    print("capacity: drawing a day and looking for the fewest workers; takes a minute", file=sys.stderr)
    figures = plan(measured, assumed)
    if "--json" in options:
        print(json.dumps(figures, indent=2))
    else:
        show(figures, assumed)


if __name__ == "__main__":
    main(*sys.argv[1:])
