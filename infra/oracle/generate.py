"""generate.py FOLDER COUNT [FIRST [frozen]]: random timelines of the assets of the oracle, one a seed; or with their nested ones frozen.

generate.py WORK pool GENERATION COUNT: timelines whose renders are to be assets, f and m; of the second generation, g and n, use those.
generate.py WORK deep FOLDER COUNT [FIRST [flat]]: timelines that use all of them, and begin with an n. Flat ones use f and g, which
have no wipes, words or bars, and nothing that is blurred: a share of theirs is as much of the mean colour.
"""
import copy, json, os, random, sys
from fractions import Fraction as F
import deep
from oracle import ASSETS, rate_of

RATES = (24, 25, 29.97, 30, 50)
KINDS = (None,) * 6 + ("dissolve", "dip-to-black", "dip-to-white", "wipe-left", "wipe-top-right", "slide-up", "cover-left", "circle-open")
MORE_KINDS = ("rectangle-crop", "circle-crop", "circle-close", "smooth-up", "radial", "zoom-in")
THANKS = "thanks"  # the role of those whom a film thanks
ROLES = (THANKS, "influence")
PICTURES = "va va vb vb vc vc vd ve vt pa pb pl ph aq ap".split()


def rt(value, rate):
    return {"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": rate}


def span(start, length, rate):
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": rt(start, rate), "duration": rt(length, rate)}


class Timeline:
    firsts, pictures, sounds = ("va", "vb", "vc", "vd"), PICTURES, ("va", "vb", "vc", "vt", "sa", "sb")
    kinds, more_kinds, fits, generators = KINDS, MORE_KINDS, ("cover", "contain", "blurred"), ("Title", "Title", "SolidColor", "SMPTEBars", "Slug")

    def __init__(self, seed):
        self.r = random.Random(seed)
        # Drawn apart, so that all else of a seed stays what it was before there were these kinds.
        self.more = random.Random(f"kinds {seed}")
        self.rate = self.r.choice(RATES)
        r = self.r
        pictures = [self.track(2, "Video", first=i == 0) for i in range(r.randint(1, 4))]
        sounds = [self.track(2, "Audio") for _ in range(r.randint(0, 3))]
        self.document = {"OTIO_SCHEMA": "Timeline.1", "name": f"seed {seed}", "tracks": {
            "OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": pictures + sounds}}

    def chance(self, part):
        return self.r.random() < part

    def rectangle(self):
        r = self.r
        part = lambda low, high: f"{r.randint(low, high)}/12"
        return {"x": part(-6, 9), "y": part(-6, 9), "width": part(3, 15), "height": part(3, 15)}

    def treatment(self, is_sound, length, is_clip=True):
        r, out = self.r, {}
        keys = lambda: sorted({F(r.randint(0, 12), 12) * length for _ in range(r.randint(2, 4))})
        if not is_sound and self.chance(.4):
            out["rectangle"] = self.rectangle()
        if self.chance(.25):
            name = "gain" if is_sound else "opacity"
            if self.chance(.5):
                out[name] = r.choice(("1/2", "1/3", 0, "4/5", 1))
            else:
                out[name] = [{"at": f"{k.numerator}/{k.denominator}", "value": r.choice(("0/1", "1/4", "1/1", "2/3"))} for k in keys()]
        for fade in ("fadeIn", "fadeOut"):
            if self.chance(.15):
                out[fade] = r.choice((1, "1/2", "1/3", "1/7"))
        if not is_sound and is_clip and self.chance(.15):
            out["fit"] = r.choice(self.fits)
        if not is_sound and is_clip and self.chance(.08):
            out["crop"] = {r.choice(("left", "top", "right", "bottom")): "1/4"}
        return {"patchwork": out} if out else {}

    def warp(self, is_clip=True):
        r = self.r
        if not self.chance(.4 if is_clip else .25):
            return F(1), []
        if self.chance(.12):
            return F(0), [{"OTIO_SCHEMA": "FreezeFrame.1", "effect_name": "FreezeFrame", "time_scalar": 0}]
        speed = r.choice((-1, -1, -.5, -2, 2, .5, 1.25))
        return F(str(speed)), [{"OTIO_SCHEMA": "LinearTimeWarp.1", "effect_name": "LinearTimeWarp", "time_scalar": speed}]

    def clip(self, is_sound, first=False):
        r = self.r
        if not is_sound and not first and self.chance(.12):
            return self.generator()
        name = r.choice(self.sounds if is_sound else self.firsts if first else self.pictures)
        asset, rate = ASSETS[name], self.rate if first else r.choice((self.rate, r.choice(RATES)))
        exact = rate_of(rate)
        length = r.randint(8, 60)
        speed, effects = (F(1), []) if first else self.warp()
        if not is_sound and not asset.rate:
            speed, effects = F(1), []
        media = asset.length(is_sound) or F(10)
        need = max(F(1), abs(speed)) * length
        room = int(media * exact - need) - 1
        while room < 0:
            length = length // 2
            room = int(media * exact - max(F(1), abs(speed)) * length) - 1
        start, available = r.choice((0, room, r.randint(0, room), r.randint(0, room))), None
        if asset.timecode and self.chance(.5):
            start += round(3600 * exact) + 1
            room = media * exact - (start - 3600 * exact) - abs(speed) * length
            start, length = (start, length) if room >= 0 else (round(3600 * exact) + 1, min(length, 20))
        elif self.chance(.15) and asset.length(is_sound):
            hour = round(3600 * exact)
            available = span(hour, int(media * exact), rate)
            start += hour
        out = {"OTIO_SCHEMA": "Clip.2", "name": name, "source_range": span(start, length, rate), "effects": effects, "enabled": first or not self.chance(.06),
               "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "asset:" + name, "available_range": available}},
               "active_media_reference_key": "DEFAULT_MEDIA"}
        out["metadata"] = self.treatment(is_sound, F(length) / exact)
        return out

    def generator(self):
        r = self.r
        length, rate = r.randint(8, 40), r.choice((self.rate, r.choice(RATES)))
        kind = r.choice(self.generators)
        parameters = {}
        if kind == "SolidColor":
            parameters = {"color": r.choice(("#00ff00", "#ff00ff", "#808080"))}
        if kind == "Title":
            colour = r.choice(("#ff0000", "#0000ff", "#00ff0080", "#ffffff40"))
            box = {k: float(F(r.randint(*v), 8)) for k, v in (("x", (-2, 6)), ("y", (-2, 6)), ("width", (2, 8)), ("height", (2, 8)))}
            parameters = {"text": " " if len(colour) == 9 else "Words", "size": 0.05, "background": colour, "box": box}
            self.quote(parameters)
        out = {"OTIO_SCHEMA": "Clip.2", "name": kind, "source_range": span(0, length, rate), "effects": [],
               "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": kind, "parameters": parameters, "available_range": None}},
               "active_media_reference_key": "DEFAULT_MEDIA"}
        out["metadata"] = self.treatment(False, F(length) / rate_of(rate), False)
        if kind == "Title":
            out["metadata"].get("patchwork", {}).pop("rectangle", None)
        return out

    def quote(self, parameters):
        """Nobody's words."""

    def seconds(self, item):
        d = item["source_range"]["duration"]
        return F(d["value"]) / rate_of(d["rate"])

    def stack(self, depth, kind):
        r = self.r
        children = [self.track(depth - 1, kind) for _ in range(r.randint(1, 2))]
        length = max(sum((self.seconds(c) for c in t["children"] if "source_range" in c), F(0)) for t in children)
        rate = r.choice((self.rate, r.choice(RATES)))
        frames = max(4, int(length * rate_of(rate)))
        start = r.choice((0, 0, r.randint(0, frames // 3)))
        speed, effects = self.warp(False)
        part = max(2, int(F(frames - start) / max(F(1), abs(speed))))
        out = {"OTIO_SCHEMA": "Stack.1", "name": "stack", "children": children, "effects": effects, "source_range": span(start, part, rate),
               "enabled": not self.chance(.05)}
        out["metadata"] = self.treatment(kind == "Audio", F(part) / rate_of(rate), False)
        return out

    def track(self, depth, kind, first=False):
        r, children, is_sound = self.r, [], kind == "Audio"
        for i in range(r.randint(1, 4)):
            if first and i == 0:
                item = self.clip(False, True)
            elif self.chance(.12):
                rate = r.choice((self.rate, r.choice(RATES)))
                item = {"OTIO_SCHEMA": "Gap.1", "source_range": span(0, r.randint(4, 30), rate)}
            elif depth and self.chance(.22):
                item = self.stack(depth, kind)
            else:
                item = self.clip(is_sound)
            if children and "Transition" not in children[-1]["OTIO_SCHEMA"] and self.chance(.3):
                room = min(self.seconds(children[-1]), self.seconds(item)) * rate_of(self.rate) / 2
                if room >= 2:
                    children.append(self.transition(r.randint(1, int(room)), r.randint(1, int(room)), is_sound))
            children.append(item)
        length = sum((self.seconds(c) for c in children if "source_range" in c), F(0))
        out = {"OTIO_SCHEMA": "Track.1", "kind": kind, "name": kind, "children": children, "enabled": first or not self.chance(.03)}
        if self.chance(.2):
            out["metadata"] = self.treatment(is_sound, length, False)
        return out

    def transition(self, a, b, is_sound):
        out = {"OTIO_SCHEMA": "Transition.1", "transition_type": "SMPTE_Dissolve", "in_offset": rt(a, self.rate), "out_offset": rt(b, self.rate)}
        wanted = self.r.choice((None, None, "linear", "equal-power")) if is_sound else self.r.choice(self.kinds)
        if not is_sound and self.more.random() < .4:
            wanted = self.more.choice(self.more_kinds)
        if wanted:
            out["metadata"] = {"patchwork": {"curve" if is_sound else "kind": wanted}}
        return out


def freeze(item, r):
    """Holds nested timelines inside of a transition of theirs."""
    for child in item.get("children", ()):
        freeze(child, r)
    found = [(track, i) for track in item.get("children", ()) if track["OTIO_SCHEMA"] == "Track.1"
             for i, child in enumerate(track["children"]) if "Transition" in child["OTIO_SCHEMA"]]
    if item["OTIO_SCHEMA"] == "Stack.1" and item.get("source_range") and found:
        track, i = r.choice(found)
        cut = sum((F(c["source_range"]["duration"]["value"]) / rate_of(c["source_range"]["duration"]["rate"])
                   for c in track["children"][:i] if "source_range" in c), F(0))
        before, behind = (track["children"][i][end] for end in ("in_offset", "out_offset"))
        at = cut * rate_of(before["rate"]) + r.randint(-before["value"], behind["value"])
        item["source_range"]["start_time"] = rt(max(0, round(at)), before["rate"])
        item["effects"] = [{"OTIO_SCHEMA": "FreezeFrame.1", "effect_name": "FreezeFrame", "time_scalar": 0}]


class Deep(Timeline):
    """Of renders too; with nothing in it whose parts are documented as means of pieces, or as lines for a bent curve."""
    kinds, more_kinds = KINDS[:-1], ("rectangle-crop",)
    basic = [name for name in PICTURES if name != "aq"]

    def __init__(self, seed, renders, firsts):
        self.words = random.Random(f"words {seed}")
        audible = [name for name in renders if ASSETS[name].sound]
        self.firsts = firsts or Timeline.firsts
        # Half of what is seen and heard are renders.
        self.pictures = self.basic * 2 + renders * max(1, 2 * len(self.basic) // max(1, len(renders)))
        self.sounds = Timeline.sounds * 2 + tuple(audible * max(1, 12 // max(1, len(audible))))
        super().__init__(seed)
        if renders and self.more.random() < .3:
            self.twice()
        if self.more.random() < .4:
            self.thank(f"friend-of-{seed}".replace(" ", "-"))
        if "Title" in self.generators and self.words.random() < .6:
            self.title()

    def treatment(self, is_sound, length, is_clip=True):
        out = super().treatment(is_sound, length, is_clip)
        if not is_sound and is_clip and self.more.random() < .25:
            out.setdefault("patchwork", {})["fit"] = self.more.choice(self.fits)
        return out

    def quote(self, parameters):
        """Words of an asset, in a box that is not much larger than their ink."""
        if parameters["text"] == "Words" and self.words.random() < .7:
            parameters["asset"] = self.words.choice(("ta", "tb"))
            parameters["size"] = 0.1
            parameters["box"].update(width=0.25, height=0.125)

    def title(self):
        """Words over all."""
        r = self.words
        box = {"x": r.randint(-1, 7) / 8, "y": r.randint(-1, 8) / 8}
        parameters = {"text": "Words", "background": r.choice(("#ff0000", "#0000ff")), "box": box}
        self.quote(parameters)
        clip = {"OTIO_SCHEMA": "Clip.2", "name": "Title", "source_range": span(0, r.randint(12, 72), self.rate), "effects": [], "metadata": {},
                "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "Title", "parameters": parameters,
                                                       "available_range": None}}, "active_media_reference_key": "DEFAULT_MEDIA"}
        if r.random() < .3:
            clip["metadata"] = {"patchwork": {"opacity": r.choice(("1/2", 0))}}
        gap = {"OTIO_SCHEMA": "Gap.1", "source_range": span(0, r.randint(1, 40), self.rate)}
        children = [gap, clip]
        at = r.randint(1, len(self.document["tracks"]["children"]))
        if "asset" in parameters and r.random() < .3:
            # The same words again, which are somebody else's.
            again = copy.deepcopy(clip)
            again["media_references"]["DEFAULT_MEDIA"]["parameters"]["asset"] = {"ta": "tb", "tb": "ta"}[parameters["asset"]]
            children.append(again)
        self.document["tracks"]["children"].insert(at, {"OTIO_SCHEMA": "Track.1", "kind": "Video", "name": "words", "children": children,
                                                        "enabled": True, "metadata": {}})

    def thank(self, friend):
        """Credits of people and of makers whose work is not in it, or not by that."""
        self.document["metadata"] = {"patchwork": {"credits": [{"id": friend, "role": THANKS}],
                                                   "influences": self.more.choice(([], ["asset:" + self.more.choice(self.basic)]))}}

    def twice(self):
        """What the film begins with once more, over all, at the same time."""
        track = self.document["tracks"]["children"][0]
        again = copy.deepcopy(track["children"][0])
        again["metadata"] = {"patchwork": {"rectangle": self.rectangle(), "opacity": self.more.choice(("1/2", "2/3", 1))}}
        self.document["tracks"]["children"].append({**track, "children": [again], "metadata": {}})


class Flat(Deep):
    kinds, more_kinds, fits = (None, None, "dissolve", "dip-to-black", "dip-to-white"), (None,), ("cover", "contain")
    generators = ("SolidColor", "SolidColor", "Slug")


def write(path, document):
    with open(path, "w") as file:
        json.dump(document, file, indent=1)


def pool(work, generation, count):
    """Timelines of one to six seconds: of basic assets, or of those and the renders of the first generation; a third or half of them flat."""
    renders, seed, made = list(deep.pool(work)) if generation > 1 else [], 0, 0
    flat = [name for name in renders if name[0] == "f"]
    os.makedirs(f"{work}/pool", exist_ok=True)
    while made < count:
        is_flat = made < count // (1 + generation)
        used = flat if is_flat else renders
        document = (Flat if is_flat else Deep)(f"pool {generation} {seed}", used, used).document
        seed += 1
        if 1 <= deep.planned(document).duration <= 6:
            write(f"{work}/pool/{'fgmn'[generation - 1 + 2 * (not is_flat)]}{made:02}.otio", document)
            made += 1


def main(arguments):
    if arguments[1] == "pool":
        return pool(arguments[0], *map(int, arguments[2:4]))
    is_deep = arguments[1] == "deep"
    work, arguments = arguments[0], arguments[2 * is_deep:]
    folder, first, mode = arguments[0], int(arguments[2]) if len(arguments) > 2 else 0, arguments[3:]
    os.makedirs(folder, exist_ok=True)
    known = deep.pool(work) if is_deep else {}
    for seed in range(first, first + int(arguments[1])):
        if mode == ["flat"]:
            flat = [name for name in known if name[0] in "fg"]
            document = Flat(f"flat {seed}", flat, flat).document
        elif is_deep:
            document = Deep(f"deep {seed}", list(known), [name for name in known if name[0] == "n"]).document
        else:
            document = Timeline(seed).document
        if mode == ["frozen"]:
            freeze(document["tracks"], random.Random(seed))
        write(f"{folder}/seed-{seed:04}.otio", document)


if __name__ == "__main__":
    main(sys.argv[1:])
