"""selftest.py VECTORS [WORK [COUNT [FIRST]]]: the oracle for films of films against vectors, examples by hand, and itself by single points."""
import random, sys
from fractions import Fraction as F
import deep
import deepcompare
import generate
from oracle import ASSETS, Answer, Asset, Evaluation, Factor, Leaf, Line, Node, planned

FRAME = (F(0), F(0), F(1), F(1))


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f"{what}: {found}, not {wanted}")


# Vectors have no rate: there are no frames, and time runs through.
def ramp(weight, a, b, via):
    return Factor([(a, F(weight[0])), (b, F(weight[1]))] if weight[0] != weight[1] else [(a, F(weight[0]))], via)


def leaf(use):
    a, b, s, e = map(F, use["out"] + use["src"])
    slope, via = (e - s) / (b - a), Line(0, 1)
    made = Leaf(use["asset"], "asset", (a, b), [ramp(w, a, b, via) for w in use["weight"]], Line(s - slope * a, slope), slope, F(0), FRAME, FRAME)
    made.is_continuous = True
    return made


def film(uses, duration):
    """Uses at the same time lie beside each other, as in a crossfade: their parts add up."""
    answer = Answer()
    answer.made, answer.rate, answer.duration, answer.credited = Evaluation(F(1)), F(1), duration, []
    answer.root = Node((F(0), duration), [], [leaf(use) for use in uses if use["kind"] == "video"], FRAME, True)
    answer.sounds = [leaf(use) for use in uses if use["kind"] == "audio"]
    return deep.Film(answer)


def vector(path):
    case = deep.read(path)
    uses = case["render"] + [use for remix in case["remixes"].values() for use in remix]
    for use in uses:
        if use["asset"] not in case["remixes"]:
            ASSETS[use["asset"]] = Asset(16, 9, 1, 10 ** 6, F(10 ** 6))
    # A remix needs those that are in it; they are in an order that a few rounds find.
    left = dict(case["remixes"])
    while left:
        name = next(name for name, inside in left.items() if not any(use["asset"] in left for use in inside))
        inside = left.pop(name)
        duration = max(F(use["out"][1]) for use in inside)
        ASSETS[name] = Asset(16, 9, 1, int(duration), duration)
        ASSETS[name].film = film(inside, duration)
    made, wanted = film(case["render"], F(case["duration"])), case["expected"]
    seconds, spans = made.pictures()
    heard, when, uneven = made.heard()
    equal("uneven", uneven, [])
    sound = {}
    for (name, _), part in heard.items():
        deep.add(sound, name, part)
    for medium, found, present in (("video", seconds, spans), ("audio", sound, when)):
        for what, mine in (("weighted_seconds", found), ("presence_seconds", {n: sum(b - a for a, b in s) for n, s in present.items()})):
            mine = {n: v for n, v in mine.items() if n not in case["remixes"] and n not in (deep.BLACK, "silence")}
            equal(f"{path} {medium} {what}", mine, {n: F(v) for n, v in wanted[what].get(medium, {}).items()})
    for k, told in enumerate(wanted["per_second"].get("video", ())):
        mine = {}
        for piece in made.pieces:
            a, b = max(piece.a, F(k)), min(piece.b, F(k + 1))
            if a < b:
                for place, weight in deep.instants(piece.degree + 1):
                    for name, part in made.shares(piece, a + (b - a) * place).items():
                        deep.add(mine, name, (b - a) * weight * part)
        equal(f"{path} second {k}", {n: v for n, v in mine.items() if n in told}, {n: F(v) for n, v in told.items()})


# Examples by hand.
def clip(name, frames, rectangle=None, **treatment):
    if rectangle:
        treatment["rectangle"] = dict(zip(("x", "y", "width", "height"), rectangle))
    return {"OTIO_SCHEMA": "Clip.2", "source_range": generate.span(0, frames, 24), "effects": [], "metadata": {"patchwork": treatment},
            "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "asset:" + name}}}


def stack(*layers, **treatment):
    return {"OTIO_SCHEMA": "Stack.1", "metadata": {"patchwork": treatment},
            "children": [{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": list(layer)} for layer in layers]}


def whole(*layers):
    return {"tracks": stack(*layers)}


def seconds(document):
    return {name: part for name, part in deep.Film(planned(document)).pictures()[0].items() if part}


def examples():
    left, right = (0, 0, "1/2", 1), ("1/2", 0, "1/2", 1)
    deep.enrol("M", whole([clip("va", 24, left, fit="cover")], [clip("vb", 24, right, fit="cover")]))
    equal("C covers M's left half", seconds(whole([clip("M", 24)], [clip("vc", 24, left, fit="cover")])),
          {"M": F(1, 2), "vb": F(1, 2), "vc": F(1, 2)})
    equal("a layer that is hidden in a group at one half", seconds(whole([clip("vc", 24)], [stack([clip("va", 24)], [clip("vb", 24)], opacity="1/2")])),
          {"vb": F(1, 2), "vc": F(1, 2)})
    deep.enrol("H", whole([clip("va", 24)], [clip("vb", 24)], []))
    equal("that group as a render", seconds(whole([clip("vc", 24)], [clip("H", 24, opacity="1/2")])), {"H": F(1, 2), "vb": F(1, 2), "vc": F(1, 2)})
    equal("a crop that leaves one out", seconds(whole([clip("M", 24, crop={"right": "1/2"}, fit="cover")])), {"M": F(1), "va": F(1)})
    equal("M half outside of the frame", seconds(whole([clip("M", 24, ("1/2", 0, 1, 1))])), {"M": F(1, 2), "va": F(1, 2), deep.BLACK: F(1, 2)})
    # A square in the middle, 9/16 wide, in which M is contained: its bars are nobody's; blurred, they are of a copy's middle.
    square = ("7/32", 0, "9/16", 1)
    equal("contain", seconds(whole([clip("M", 24, square)])), {"M": F(81, 256), "va": F(81, 512), "vb": F(81, 512), deep.BLACK: F(175, 256)})
    equal("blurred", seconds(whole([clip("M", 24, square, fit="blurred")])), {"M": F(9, 16), "va": F(9, 32), "vb": F(9, 32), deep.BLACK: F(7, 16)})
    # T is contained in half of the width of a wide rectangle; at its sides is the middle of its height, which is the lower one's alone.
    deep.enrol("T", whole([clip("va", 24, (0, 0, 1, "1/4"), fit="cover")], [clip("vb", 24, (0, "1/4", 1, "3/4"), fit="cover")]))
    wide = (0, "1/4", 1, "1/2")
    equal("blurred, of which a copy shows the middle alone", seconds(whole([clip("T", 24, wide, fit="blurred")])),
          {"T": F(1, 2), "va": F(1, 16), "vb": F(3, 16) + F(1, 4), deep.BLACK: F(1, 2)})
    # At double speed every other frame: of a clip of one frame in it, nothing or all.
    deep.enrol("S", whole([clip("va", 5), clip("vb", 1), clip("va", 6)]))
    fast = clip("S", 6)
    fast["effects"] = [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 2}]
    equal("skipped", seconds(whole([fast])), {"S": F(1, 4), "va": F(1, 4)})
    deep.enrol("S", whole([clip("va", 4), clip("vb", 1), clip("va", 7)]))
    equal("not skipped", seconds(whole([fast])), {"S": F(1, 4), "va": F(5, 24), "vb": F(1, 24)})
    # Backwards through a fade: 1 - s instead of s, integrated frame by frame.
    deep.enrol("I", whole([clip("va", 24)], [clip("vb", 24, opacity=[{"at": 0, "value": 0}, {"at": 1, "value": 1}])]))
    back = clip("I", 24, opacity=[{"at": 0, "value": 0}, {"at": 1, "value": 1}])
    back["effects"] = [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": -1}]
    equal("backwards, under a fade", seconds(whole([clip("vc", 24)], [back])), {"I": F(1, 2), "va": F(1, 3), "vb": F(1, 6), "vc": F(1, 2)})
    # Twice in the same instant, one over the other at one half, over both M: all of it is M's.
    equal("twice at once", seconds(whole([clip("M", 24)], [clip("M", 24, opacity="1/2")])), {"M": F(1), "va": F(1, 2), "vb": F(1, 2)})
    still = clip("I", 24)
    still["effects"] = [{"OTIO_SCHEMA": "FreezeFrame.1"}]
    still["source_range"] = generate.span(6, 24, 24)
    equal("frozen", seconds(whole([still])), {"I": F(1), "va": F(3, 4), "vb": F(1, 4)})


    words()


def title(frames, *box, **treatment):
    made = clip("ta", frames, **treatment)
    parameters = {"asset": "ta", "text": "Words", "background": "#000000", "box": dict(zip(("x", "y", "width", "height"), box))}
    made["media_references"]["DEFAULT_MEDIA"] = {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "Title", "parameters": parameters}
    return made


def words():
    """W has words at its left, from its 6th frame to its 18th."""
    gap = {"OTIO_SCHEMA": "Gap.1", "source_range": generate.span(0, 6, 24)}
    deep.enrol("W", whole([clip("va", 24)], [gap, title(12, 0, 0, "1/4", "1/4")]))
    on, right = [(F(1, 4), F(3, 4))], ("1/2", 0, "1/2", 1)
    for what, document, wanted in (
            ("played", whole([clip("W", 24)]), (on, on)),
            ("cropped away", whole([clip("W", 24, crop={"left": "1/4"}, fit="cover")]), ([], [])),
            ("cut", whole([clip("W", 24, crop={"left": "1/8"}, fit="cover")]), ([], on)),
            ("at the frame's end", whole([clip("W", 24, ("-1/8", 0, 1, 1))]), ([], on)),
            ("small", whole([clip("W", 24, ("1/2", "1/2", "1/4", "1/4"))]), (on, on)),
            ("covered", whole([clip("W", 24)], [clip("vc", 24, (0, 0, "1/4", "1/4"), fit="cover")]), ([], [])),
            ("half covered", whole([clip("W", 24)], [clip("vc", 24, (0, 0, "1/8", "1/4"), fit="cover")]), ([], on)),
            ("under a layer at one half", whole([clip("W", 24)], [clip("vc", 24, opacity="1/2")]), (on, on)),
            ("beside a layer", whole([clip("W", 24)], [clip("vc", 24, right, fit="cover")]), (on, on)),
            ("the first quarter", whole([clip("W", 6)]), ([], [])),
            ("transparent", whole([clip("vc", 24)], [clip("W", 24, opacity=0)]), ([], []))):
        equal(f"words {what}", tuple(found.get("ta", []) for found in deep.Film(planned(document)).read()), wanted)


def against_itself(document, seed):
    """Sums, more instants than are needed, and single points that know of no cells."""
    made, r = deep.Film(planned(document)), random.Random(seed)
    found, spans = made.pictures()
    equal("sum", sum(part for name, part in found.items() if not deep.is_render(name)), made.duration)
    for piece in r.sample(made.pieces, min(6, len(made.pieces))):
        length, sums = piece.b - piece.a, []
        for count in (piece.degree + 1, piece.degree + 2):
            total = {}
            for place, weight in deep.instants(count):
                for name, part in made.shares(piece, piece.a + length * place).items():
                    deep.add(total, name, weight * part)
            sums.append(total)
        equal("more instants", {n: p for n, p in sums[0].items() if p}, {n: p for n, p in sums[1].items() if p})
        t = piece.a + length * F(r.randint(1, 10 ** 6), 10 ** 6 + 3)
        cells = made.at(piece, t)
        for _ in range(12):
            x, y = F(r.randint(1, 10 ** 6), 10 ** 6 + 3), F(r.randint(1, 10 ** 6), 10 ** 6 + 3)
            column = sum(1 for e in piece.scene.xs if e <= x) - 1
            row = sum(1 for e in piece.scene.ys if e <= y) - 1
            equal(f"point {t} {x} {y}", cells[piece.scene.cells[row][column]], made.point(t, x, y))
    heard, when, uneven = made.heard()
    if not uneven:
        equal("sum of sound", sum(part for (name, _), part in heard.items() if not deep.is_render(name)), made.duration)


def document_of(film):
    """A document as the product would write it, of what the oracle says."""
    def stretch(medium, key, name, a, b, part):
        return {"medium": medium, "out": [str(a), str(b)], key: name, "visible": str(part / (b - a))}
    nested, made, uses = [], [], []
    for piece in film.pieces:
        parts = {}
        for place, weight in deep.instants(piece.degree + 1):
            for name, part in film.shares(piece, piece.a + (piece.b - piece.a) * place).items():
                deep.add(parts, name, (piece.b - piece.a) * weight * part)
        for name, part in parts.items():
            if not deep.is_render(name):
                is_asset = name in ASSETS
                (nested if is_asset else made).append(stretch("video", "asset" if is_asset else "generator", name.split()[0], piece.a, piece.b, part))
    for piece in film.sound():
        parts = {}
        for place, weight in deep.instants(film.turns(piece) + 1):
            for key, part in film.mix(piece, piece[0] + (piece[1] - piece[0]) * place).items():
                deep.add(parts, key, (piece[1] - piece[0]) * weight * part)
        for (name, is_nested), part in parts.items():
            (nested if is_nested and not deep.is_render(name) else uses).append(stretch("audio", "asset", name, *piece[:2], part))
    nested += [stretch("text", "asset", name, a, b, b - a) for name, spans in film.read()[0].items() for a, b in spans]
    return {"duration": str(film.duration), "frameRate": str(film.rate), "uses": uses, "nestedUses": nested, "generated": made, "nestedGenerated": []}


def the_comparison(document, seed):
    """Nothing differs of what the oracle says itself; each change of it is found."""
    film, r = deep.Film(planned(document)), random.Random(seed)
    equal("differences", deepcompare.compared(film, document_of(film))[0], [])
    seen = [use for use in document_of(film)["nestedUses"] if use["medium"] == "video"]
    for change in ("share", "time", "person", "gone", "more"):
        told = document_of(film)
        use = r.choice([use for use in told["nestedUses"] if use["medium"] == "video"]) if seen else r.choice(told["generated"])
        a, b = map(F, use["out"])
        if change == "share":
            use["visible"] = str(F(use["visible"]) * F(10 ** 9 + 1, 10 ** 9))
        elif change == "time":
            use["out"] = [str(a), str(b + F(1, 48000))]
        elif change == "person" and seen:
            use["asset"] = "va" if use["asset"] != "va" else "vb"
        elif change == "more":
            told["nestedUses"].append({**use, "asset": "sa"})
        else:
            use["visible"] = "0/1"
        if not deepcompare.compared(film, told)[0]:
            raise AssertionError(f"{change} of {use} is not found")


if __name__ == "__main__":
    for case in ("04-transitive-cut", "05-transitive-crossfade-under-opacity", "06-diamond", "07-freeze-of-remix"):
        vector(f"{sys.argv[1]}/{case}.json")
    examples()
    print("vectors 4, examples by hand: equal")
    if len(sys.argv) > 2:
        known = deep.pool(sys.argv[2])
        count, first = (int(n) for n in (sys.argv[3:] + ["20", "0"][len(sys.argv) - 3:]))
        for seed in range(first, first + count):
            document = generate.Deep(f"deep {seed}", list(known), [name for name in known if name[0] == "n"]).document
            against_itself(document, seed)
            the_comparison(document, seed)
        print(f"{count} films of films agree with themselves, point by point")
