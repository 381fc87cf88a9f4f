"""What work takes, as a straight line between the two sizes at which it was measured."""
import json

FIELDS = ("cpuSeconds", "childCpuSeconds", "fetchedBytes", "storedBytes", "keptBytes", "keptObjects", "segmentBytes",
          "segmentObjects", "reads", "writes", "deletes", "deliveries", "events", "eventBytes", "sourceBytes", "jobSeconds")


class Law:
    """What one job of a class takes by its size.

    >>> law = Law([{"size": 2, "jobs": 1, "taken": {"reads": 10}}, {"size": 6, "jobs": 2, "taken": {"reads": 36}}])
    >>> law.of(4)["reads"]
    14.0
    """

    def __init__(self, samples):
        (little, much) = sorted(samples, key=lambda each: each["size"])
        self.lines = {}
        for field in FIELDS:
            low, high = (_of(each, field) / each["jobs"] for each in (little, much))
            slope = (high - low) / (much["size"] - little["size"])
            self.lines[field] = (low - slope * little["size"], slope)

    def of(self, size):
        """Every field for one job; none is below zero, however small the job."""
        return {field: max(0.0, base + slope * size) for field, (base, slope) in self.lines.items()}

    def one(self, field, size):
        base, slope = self.lines[field]
        return max(0.0, base + slope * size)


def _of(sample, field):
    return sample["taken"].get(field, sample.get(field, 0))


def read(path):
    """Laws by class, of a document that `run measure` wrote."""
    with open(path, encoding="utf-8") as file:
        samples = json.load(file)["samples"]
    works = dict.fromkeys(sample["work"] for sample in samples)
    return {work: Law([sample for sample in samples if sample["work"] == work]) for work in works}


def total(parts):
    """The sum of what jobs take."""
    sums = dict.fromkeys(FIELDS, 0.0)
    for part in parts:
        for field, value in part.items():
            sums[field] += value
    return sums
