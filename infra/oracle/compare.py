"""compare.py FOLDER: compares each NAME.json that the product answered with what the oracle says of NAME.otio."""
import collections, glob, json, sys, traceback
from fractions import Fraction as F
from oracle import ASSETS, Line, evaluate, integral, value

NEAR = F(1, 50)  # of shares that are documented as means of pieces, or as lines for a bent curve
ROUND = F(1, 10 ** 5)  # of gains in decibels and of curves, which are irrational


def area(spans, a, b):
    return sum((integral(p, max(x, a), min(y, b)) for x, y, p in spans if x < b and y > a), F(0))


def ends(use, key="out"):
    return tuple(F(x) for x in use[key])


def pictures(lineage, answer, bad):
    uses = [u for u in lineage["uses"] if u["medium"] == "video"]
    leaves = [leaf for leaf in answer.leaves if leaf.kind == "asset" and not leaf.credited]
    moving = [leaf.window for leaf in leaves if leaf.name == "aq"] + answer.bent
    seen, is_near = collections.Counter(), False
    for use in uses:
        (a, b), share = ends(use), F(use["visible"])
        box, source = [F(x) for x in use["box"]], ends(use, "source")
        close = [leaf for leaf in leaves if leaf.name == use["asset"] and leaf.window[0] <= a and b <= leaf.window[1]]
        if not close:
            # Neighbours that show the same are one use, stills above all.
            joined = [leaf for leaf in leaves if leaf.name == use["asset"] and list(leaf.clip) == box]
            whole = sum((area(leaf.spans, a, b) for leaf in joined), F(0))
            if whole == share * (b - a):
                seen[use["asset"]] += share * (b - a)
                continue
            bad.append(("picture that is not there", f"{use['asset']} {a}..{b}", use))
            continue
        fits = [leaf for leaf in close if list(leaf.clip) == box]
        if not fits:
            if share:
                bad.append(("box", f"{use['asset']} {a}..{b} {[str(x) for x in box]} not {[[str(y) for y in x.clip] for x in close]}", use))
            continue
        right = [leaf for leaf in fits if leaf.source(a, b) == source]
        if not right:
            bad.append(("source", f"{use['asset']} {a}..{b} {[str(x) for x in source]} not {[[str(y) for y in x.source(a, b)] for x in fits]}", use))
            continue
        wanted = [area(leaf.spans, a, b) / (b - a) for leaf in right]
        near = NEAR if any(x < b and y > a for x, y in moving) else 0
        is_near |= share not in wanted
        if not any(abs(w - share) <= near for w in wanted):
            bad.append(("share", f"{use['asset']} {a}..{b} {share} not {[str(w) for w in wanted]} ({float(share):.5f}, {[float(w) for w in wanted]})", use))
        seen[use["asset"]] += share * (b - a)
    for name in ASSETS:
        wanted = sum((area(leaf.spans, F(0), answer.duration) for leaf in leaves if leaf.name == name), F(0))
        near = NEAR * answer.duration if moving else 0
        if abs(seen[name] - wanted) > near and not bad:
            bad.append(("whole share", f"{name} {seen[name]} not {wanted}", None))
    return is_near


def generated(lineage, answer, bad):
    told = collections.defaultdict(list)
    for each in lineage["generated"]:
        if each["medium"] == "video":
            told[each["generator"]].append((*ends(each), F(each["visible"])))
    near = NEAR if answer.bent or any(leaf.name == "aq" for leaf in answer.leaves) else 0
    for name in {"black", "text", "colour", "bars"}:
        spans = answer.black if name == "black" else [s for leaf in answer.leaves if leaf.name == name for s in leaf.spans]
        edges = sorted({x for a, b, _ in told[name] for x in (a, b)} | {F(0), answer.duration})
        for a, b in zip(edges, edges[1:]):
            over = [t for t in told[name] if t[0] < b and t[1] > a]
            if any(t[:2] != (a, b) for t in over):
                continue
            mine, theirs = area(spans, a, b) / (b - a), sum((t[2] for t in over), F(0))
            if abs(mine - theirs) > near:
                bad.append((f"generated {name}", f"{a}..{b} {theirs} not {mine} ({float(theirs):.5f}, {float(mine):.5f})", None))
        whole, mine = sum(((b - a) * v for a, b, v in told[name]), F(0)), area(spans, F(0), answer.duration)
        if abs(whole - mine) > near * answer.duration and not any(k.startswith("generated") for k, _, _ in bad):
            bad.append((f"generated {name}", f"whole {whole} not {mine}", None))


def without(span, others):
    """What is left of a span."""
    at, left = span[0], []
    for a, b in sorted(others):
        if a > at:
            left.append((at, min(a, span[1])))
        at = max(at, b)
    return [(a, b) for a, b in left + [(at, span[1])] if a < b]


def sounds(lineage, answer, bad, quiet):
    heard = []
    for use in (u for u in lineage["uses"] if u["medium"] == "audio"):
        (a, b), source = ends(use), ends(use, "source")
        close = [leaf for leaf in answer.sounds if leaf.name == use["asset"]
                 and leaf.window[0] - F(1, 48000) <= a and b <= leaf.window[1] + F(1, 48000)]
        step = F(1, 48000)
        right = [leaf for leaf in close if all(abs(leaf.media(t) - s) <= step * max(1, abs(leaf.speed)) for t, s in zip((a, b), source))]
        if not close:
            bad.append(("sound that is not there", f"{use['asset']} {a}..{b} {[l for l in answer.sounds if l.name == use['asset']]}", use))
            continue
        if not right:
            bad.append(("sound source", f"{use['asset']} {float(a)}..{float(b)} {[str(x) for x in source]} not {[[str(x.media(a)), str(x.media(b))] for x in close]}", use))
            continue
        product = [F(1), F(1)]
        for weight in use["weight"]:
            product = [product[i] * F(weight[i]) for i in (0, 1)]
        inner = [a + (b - a) * F(k, 1000) for k in (1, 500, 999)]
        told = []
        for t in inner:
            g = F(1)
            for weight in use["weight"]:
                g *= F(weight[0]) + (F(weight[1]) - F(weight[0])) * (t - a) / (b - a)
            told.append(g)

        def apart(leaf):
            most = F(0)
            for t, g in zip(inner, told):
                on = [p for x, y, p in leaf.spans if x <= t < y]
                if on:
                    # Fades begin and end at the nearest sample.
                    wanted = [value(on[0], at) for at in (t - step, t, t + step)]
                    most = max(most, min(wanted) - g, g - max(wanted))
            return most
        best = min(right, key=apart)
        if apart(best) > ROUND:
            bad.append(("gain", f"{use['asset']} {float(a)}..{float(b)} off by {float(apart(best))}", use))
        is_heard = any(told) and not any(x - step <= a and b <= y + step for x, y in quiet(best))
        # A gap of a sample in a render may be rounding, and is longer at a lower speed.
        if b - a > 2 * step / min(1, abs(best.speed)) and (F(use["visible"]) == 0) == is_heard:
            bad.append(("audible", f"{use['asset']} {a}..{b}", use))
        if is_heard:
            heard.append((best, a, b))
    step = F(1, 24000)
    loud = []
    for leaf in answer.sounds:
        for a, b, p in leaf.spans:
            if any(value(p, a + (b - a) * F(k, 7)) for k in (1, 3, 6)):
                for a, b in without((max(a, F(0)), min(b, answer.duration)), quiet(leaf)):
                    if b - a <= step:
                        continue
                    loud.append((a, b))
                    inside = sorted((max(x, a), min(y, b)) for l, x, y in heard if l.name == leaf.name and l.via.at == leaf.via.at and x < b and y > a)
                    at = a
                    for x, y in inside:
                        if x > at + step:
                            break
                        at = max(at, y)
                    if at < b - step:
                        bad.append(("sound that is missing", f"{leaf} {a}..{b} from {at}", None))
    silent, at = [], F(0)
    for a, b in sorted(loud) + [(answer.duration, answer.duration)]:
        if a > at + step:
            silent.append((at, a))
        at = max(at, b)
    told = sorted(ends(g) for g in lineage["generated"] if g["medium"] == "audio")
    joined = []
    for a, b in told:
        if joined and a <= joined[-1][1] + step:
            joined[-1] = (joined[-1][0], b)
        elif b - a > step:
            joined.append((a, b))
    if not lineage["sampleRate"] and not answer.sounds:
        silent = []
    if len(joined) != len(silent) or any(abs(x - y) > step for p, q in zip(joined, silent) for x, y in zip(p, q)):
        bad.append(("silence", f"{[tuple(map(float, x)) for x in joined]} not {[tuple(map(float, x)) for x in silent]}", None))


def answered(path):
    """What the product answered to a timeline: a plan with its lineage, or the line that it said instead."""
    with open(path[:-5] + ".json") as file:
        text = file.read()
    try:
        said = json.loads(text.strip().splitlines()[-1])
        return said if "lineage" in said else text.strip().splitlines()[0][:200]
    except (ValueError, IndexError):
        return text.strip().splitlines()[0][:200] if text.strip() else "nothing"


def check(path, quiet=lambda leaf: []):
    """Kinds of difference of one timeline, and whether it holds shares that are documented as approximate.

    quiet: the spans in which a sound is silent in itself.
    """
    with open(path) as file:
        document = json.load(file)
    said = answered(path)
    if not isinstance(said, dict):
        return [("refused", said, None)], False
    lineage = said["lineage"]
    bad, answer = [], evaluate(document)
    if F(lineage["duration"]) != answer.duration or F(lineage["frameRate"]) != answer.rate:
        bad.append(("length or rate", f"{lineage['duration']} at {lineage['frameRate']}, not {answer.duration} ({answer.exact}) at {answer.rate}", None))
    is_near = pictures(lineage, answer, bad)
    generated(lineage, answer, bad)
    sounds(lineage, answer, bad, quiet)
    return bad, is_near


def main(folder, shown, check):
    kinds, equal, near, files = collections.defaultdict(list), 0, 0, sorted(glob.glob(folder + "/*.json"))
    for path in files:
        otio = path[:-5] + ".otio"
        try:
            bad, is_near = check(otio)
        except Exception as error:
            traceback.print_exc()
            bad, is_near = [("oracle", repr(error), None)], False
        equal += not bad and not is_near
        near += not bad and is_near
        for kind in dict.fromkeys(kind for kind, _, _ in bad):
            with open(otio) as file:
                kinds[kind].append((len(file.read()), otio, next(b for b in bad if b[0] == kind)))
    print(f"{len(files)} timelines: {equal} equal in everything, {near} equal where exact and near where documented as a mean of pieces")
    for kind, found in sorted(kinds.items(), key=lambda each: -len(each[1])):
        found.sort(key=lambda each: each[0])
        print(f"{len(found):4} {kind}; smallest {found[0][1]}: {found[0][2][1]}")
        for _, path, difference in found[1:shown]:
            print(f"       {path}: {difference[1]}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1, check)
