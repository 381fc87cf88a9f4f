"""deepcompare.py WORK FOLDER [SHOWN]: compares each NAME.json that the product answered with the films of films that NAME.otio tell of."""
import sys
from fractions import Fraction as F
import compare
import deep
from compare import ends
from deep import BRIEF as STEP
from generate import ROLES
from oracle import ASSETS, planned


class Told:
    """What the product's document says, of all generations together; nothing else here knows its names."""
    def __init__(self, lineage):
        self.duration, self.rate = F(lineage["duration"]), F(lineage["frameRate"])
        self.seconds, self.spans, self.nested = {}, {}, {}
        for use in lineage["uses"]:
            if not deep.is_render(use["asset"]):
                self.note(use["medium"], use["asset"], use)
        for use in lineage.get("nestedUses", ()):
            self.note(use["medium"], use["asset"], use)
            if use["medium"] == "audio":
                deep.add(self.nested, use["asset"], self.part(use))
        for each in [*lineage["generated"], *lineage.get("nestedGenerated", ())]:
            self.note(each["medium"], each["generator"], each)

    @staticmethod
    def part(use):
        a, b = ends(use)
        return F(use["visible"]) * (b - a)

    def note(self, medium, name, use):
        if F(use["visible"]):
            deep.add(self.seconds, (medium, name), self.part(use))
            self.spans.setdefault((medium, name), []).append(ends(use))

    def of(self, medium):
        return ({name: part for (kind, name), part in self.seconds.items() if kind == medium},
                {name: deep.join(spans) for (kind, name), spans in self.spans.items() if kind == medium})


def is_asset(name):
    return name in ASSETS and not deep.is_render(name)


def text(spans):
    return [f"{a}..{b}" for a, b in spans]


def pictures(told, film, bad):
    seconds, spans = told.of("video")
    found, seen = film.pictures()
    whole = {}
    for name, part in found.items():
        if not deep.is_render(name):
            deep.add(whole, name.split()[0], part)
    for name in sorted({*seconds, *whole}):
        mine, theirs = whole.get(name, 0), seconds.get(name, 0)
        if mine != theirs:
            bad.append(("seconds" if is_asset(name) else f"seconds of {name}", f"{name} {theirs} not {mine} ({float(theirs):.5f}, {float(mine):.5f})", None))
        if is_asset(name) and spans.get(name, []) != seen.get(name, []):
            bad.append(("seen", f"{name} {text(spans.get(name, []))} not {text(seen.get(name, []))}", None))
    if sum(seconds.values()) != told.duration:
        bad.append(("sum", f"{sum(seconds.values())} of {told.duration}", None))


def near(mine, theirs):
    """Spans that are alike but for a rounding; gaps and spans that are no longer than that do not count."""
    def told(spans):
        out = []
        for a, b in spans:
            if out and a <= out[-1][1] + STEP:
                out[-1] = (out[-1][0], b)
            else:
                out.append((a, b))
        return [(a, b) for a, b in out if b - a > STEP]
    mine, theirs = told(mine), told(theirs)
    return len(mine) == len(theirs) and all(abs(x - y) <= STEP for p, q in zip(mine, theirs) for x, y in zip(p, q))


def sounds(told, film, bad):
    _, spans = told.of("audio")
    seconds, heard, uneven = film.heard()
    for name in sorted(name for name in {*spans, *heard} if is_asset(name)):
        if not near(heard.get(name, []), spans.get(name, [])):
            bad.append(("heard", f"{name} {text(spans.get(name, []))} not {text(heard.get(name, []))}", None))
    is_near = bool(uneven)
    if not uneven:
        for name in sorted(name for name in {*told.nested, *(name for name, is_nested in seconds if is_nested)} if is_asset(name)):
            mine, theirs = seconds.get((name, True), 0), told.nested.get(name, 0)
            is_near |= mine != theirs
            if abs(mine - theirs) > STEP * len(film.sound()):
                bad.append(("seconds of sound", f"{name} {theirs} not {mine} ({float(theirs):.6f}, {float(mine):.6f})", None))
    return is_near


def within(inner, outer):
    return all(any(x <= a and b <= y for x, y in outer) for a, b in inner)


def words(told, film, bad):
    """Words are read where their whole box is seen, and nowhere where nothing of it is; where some is, either is right."""
    _, spans = told.of("text")
    sure, perhaps = film.read()
    for name in sorted(name for name in {*spans, *perhaps} if name in ASSETS):
        mine = deep.join(spans.get(name, []))
        if not within(mine, perhaps.get(name, [])):
            bad.append(("read too long", f"{name} {text(mine)} not within {text(perhaps.get(name, []))}", None))
        if not within(sure.get(name, []), mine):
            bad.append(("not read", f"{name} {text(mine)} without {text(sure.get(name, []))}", None))


def compared(film, lineage):
    """Kinds of difference, and whether sound is near only: rounded to samples, or of gains whose sum changes."""
    bad, told = [], Told(lineage)
    if (told.duration, told.rate) != (film.duration, film.rate):
        bad.append(("length or rate", f"{told.duration} at {told.rate}, not {film.duration} at {film.rate}", None))
    pictures(told, film, bad)
    words(told, film, bad)
    return bad, sounds(told, film, bad)


def roll(path, film, bad):
    """The people of the credit roll, which Rolls.java wrote, under their roles; order is not compared."""
    with open(path[:-5] + ".roll") as file:
        told = set(file.read().splitlines()) - {"", *ROLES}
    must, may = film.people()
    if not must <= told <= may:
        bad.append(("roll", f"too many {sorted(told - may)}, missing {sorted(must - told)}", None))


def check(path):
    """What compare.py says of the film itself, in which renders are assets like others; then of what is in them."""
    bad, is_near = compare.check(path, deep.quiet)
    said = compare.answered(path)
    if isinstance(said, dict):
        film = deep.Film(planned(deep.read(path)))
        more, is_also_near = compared(film, said["lineage"])
        bad, is_near = bad + more, is_near or is_also_near
        roll(path, film, bad)
    return bad, is_near


if __name__ == "__main__":
    deep.pool(sys.argv[1])
    compare.main(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1, check)
