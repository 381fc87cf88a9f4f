"""What a timeline shows and plays, by docs/timelines.md and docs/time.md alone: exact fractions, nothing of the product.

evaluate(document) gives an Answer: for every picture and generator its visible share as polynomials of time, for every
sound its gain, with the places in the media that are shown.
"""
from fractions import Fraction as F
from math import floor, ceil, pi, sin, cos
import xfade


class Refused(Exception):
    pass


class Asset:
    film = None  # of a render: the deep.Film that it is of

    def __init__(self, width=0, height=0, rate=0, frames=0, sound=0, colour=None, alpha=None, timecode=0):
        self.width, self.height, self.rate, self.frames = width, height, F(rate), frames
        self.sound, self.colour, self.alpha, self.timecode = F(sound), colour, alpha, F(timecode)

    def length(self, is_sound):
        return self.sound if is_sound else F(self.frames) / self.rate if self.rate else None


NTSC = F(30000, 1001)


def opaque(left, top, right, bottom, value=255):
    return lambda x, y: value if left <= x < right and top <= y < bottom else 0


def moving(frame):
    if frame < 12:
        return lambda x, y: 0
    if frame < 30:
        return opaque(0, 0, 160, 180)
    if frame < 48:
        return opaque(0, 0, 320, 90, 128)
    return opaque(80, 0, 320, 180)


ASSETS = {
    "va": Asset(320, 180, 24, 144, 6, (255, 0, 0)), "vb": Asset(320, 180, 25, 150, 6, (0, 128, 0)),
    "vc": Asset(320, 180, NTSC, 180, 6, (0, 0, 255)), "vd": Asset(240, 180, 30, 150, 5, (255, 255, 0)),
    "ve": Asset(180, 320, 50, 200, 4, (0, 255, 255)), "vt": Asset(320, 180, 24, 144, 6, (255, 0, 255), timecode=3600),
    "sa": Asset(sound=6), "sb": Asset(sound=6), "ta": Asset(), "tb": Asset(),
    "pa": Asset(320, 180, colour=(255, 255, 255)),
    "pb": Asset(320, 180, colour=(255, 165, 0), alpha=lambda frame: opaque(0, 0, 0, 0)),
    "pl": Asset(320, 180, colour=(255, 255, 255), alpha=lambda frame: opaque(0, 0, 40, 36)),
    "ph": Asset(320, 180, colour=(255, 165, 0), alpha=lambda frame: opaque(160, 0, 320, 180, 128)),
    "aq": Asset(320, 180, 24, 96, 0, (128, 0, 128), moving),
    "ap": Asset(320, 180, 25, 100, 0, (255, 255, 255), lambda frame: opaque(240, 90, 320, 180)),
}
COLUMNS, ROWS = 32, 18
NEARLY = F(1, 100)


def rounded(alpha):
    """Alpha as it counts, to 1/65536."""
    return F(floor(alpha * 65536 + F(1, 2)), 65536)


def grid(asset, frame, memo={}):
    """Alpha of a frame on the grid of docs/timelines.md, cells that are alike joined: xs, ys, values[row][column]."""
    at = asset.alpha(frame)
    key = (id(asset), tuple(at(x, y) for x in range(0, asset.width, 20) for y in range(0, asset.height, 9)))
    if key in memo:
        return memo[key]
    xs = [i * asset.width // COLUMNS for i in range(COLUMNS + 1)]
    ys = [i * asset.height // ROWS for i in range(ROWS + 1)]
    cells = [[rounded(F(sum(at(x, y) for x in range(l, r) for y in range(t, b)), 255 * (r - l) * (b - t)))
              for l, r in zip(xs, xs[1:])] for t, b in zip(ys, ys[1:])]
    columns = [0] + [i for i in range(1, COLUMNS) if any(row[i] != row[i - 1] for row in cells)]
    rows = [0] + [i for i in range(1, ROWS) if cells[i] != cells[i - 1]]
    memo[key] = ([F(xs[i], asset.width) for i in columns] + [F(1)], [F(ys[i], asset.height) for i in rows] + [F(1)],
                 [[cells[r][c] for c in columns] for r in rows])
    return memo[key]


def number(value):
    return F(str(value))


def gain_of(value):
    if isinstance(value, str) and "dB" in value:
        text = value.replace("dB", "").strip()
        return F(0) if text == "-inf" else F(10 ** (float(text) / 20))
    return number(value)


def rate_of(rate):
    for whole in (24, 30, 48, 60, 120):
        if abs(rate - whole * 1000 / 1001) < 1e-3:
            return F(whole * 1000, 1001)
    return F(round(rate))


def time_of(json):
    return F(str(json["value"])) / rate_of(json["rate"])


def range_of(json):
    return time_of(json["start_time"]), time_of(json["duration"])


# Polynomials of time, lowest power first.
def times(a, b):
    out = [F(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b):
                out[i + j] += x * y
    return out


def plus(a, b):
    if len(a) < len(b):
        a, b = b, a
    return [x + (b[i] if i < len(b) else 0) for i, x in enumerate(a)]


def integral(p, a, b):
    return sum((c * (b ** (i + 1) - a ** (i + 1)) / (i + 1) for i, c in enumerate(p)), F(0))


def value(p, t):
    return sum((c * t ** i for i, c in enumerate(p)), F(0))


class Line:
    """own time = at + slope * output time"""
    def __init__(self, at, slope):
        self.at, self.slope = F(at), F(slope)

    def __call__(self, t):
        return self.at + self.slope * t

    def back(self, u):
        return (u - self.at) / self.slope


class Factor:
    """Keys (time of the parent, value), held outside; `via` leads from output time to the time of the keys."""
    drawn = None

    def __init__(self, keys, via, within=None):
        self.keys, self.via, self.within = sorted(keys, key=lambda key: key[0]), via, within

    def edges(self):
        ends = [at for at, _ in self.keys] + list(self.within or ())
        return [self.via.back(at) for at in ends] if self.via.slope else []

    def at(self, t):
        u, keys = self.via(t), self.keys
        if self.within:
            u = max(self.within[0], min(self.within[1], u))
        if u <= keys[0][0]:
            return keys[0][1]
        for (a, x), (b, y) in zip(keys, keys[1:]):
            if u < b:
                return x + (y - x) * (u - a) / (b - a)
        return keys[-1][1]

    def on(self, a, b):
        p, q = a + (b - a) / 3, b - (b - a) / 3
        x, y = self.at(p), self.at(q)
        slope = (y - x) / (q - p)
        return [x - slope * p, slope] if slope else [x]


class Drawn:
    """Where a side of a transition lies, or what is behind it: of `kind`, in the frame that is `canvas`, by time of its track."""
    def __init__(self, kind, side, canvas, via, begins, ends, window):
        self.kind, self.side, self.canvas, self.via = kind, side, canvas, via
        self.begins, self.ends, self.window = begins, ends, window

    def at(self, t):
        """The progress of the document; None where the transition is not on."""
        if self.window and not self.window[0] <= t < self.window[1]:
            return None
        return max(F(0), min(F(1), (self.via(t) - self.begins) / (self.ends - self.begins)))


class Node:
    """`place` is the frame of a group, or what a picture fills, before anything around it cuts it."""
    place = None

    def __init__(self, window, factors, children=(), clip=None, is_track=False):
        self.window, self.factors, self.children, self.clip, self.is_track = window, factors, children, clip, is_track


class Leaf(Node):
    """Picture, generator or sound at `window`; `picture` is where all of the picture lies, `clip` what of it is shown."""
    def __init__(self, name, kind, window, factors, via, speed, shift, picture=None, clip=None, opacity=F(1)):
        super().__init__(window, factors, clip=clip)
        self.name, self.kind, self.via, self.speed, self.shift = name, kind, via, speed, shift
        self.picture, self.alpha, self.spans, self.credited = picture, opacity, [], None
        self.words = None  # of a title: the asset whose words it shows

    def __repr__(self):
        return f"{self.name} [{float(self.window[0]):.3f} {float(self.window[1]):.3f}) speed {self.speed}"

    is_continuous = False  # of vectors without a rate: no frames, time runs through

    def media(self, t):
        return self.via(t) - self.shift

    def held(self, tick):
        """Seconds of the frame that stands in a frame of the output, before or behind the media; None while the media runs.

        At its own speed frames are counted at the output's rate: the last of those begins before the media end, but its middle may not.
        """
        asset = ASSETS[self.name]
        grid = self.rate if self.speed == 1 else asset.rate
        last = ceil(asset.length(False) * grid) - 1
        at = self.media((tick + F(self.speed == 1, 2)) / self.rate) * grid
        on = ceil(at) - 1 if self.via.slope < 0 else floor(at)
        return None if 0 <= on <= last else F(0) if on < 0 else last / grid

    def source(self, a, b):
        """Ends of what of the media is shown from a to b: 0 for a still, the frame that is held before and behind the media."""
        if not ASSETS[self.name].rate:
            return F(0), F(0)
        held = self.held(floor(a * self.rate))
        return (self.media(a), self.media(b)) if held is None else (held, held)

    def wanted(self, tick, rate):
        """The frame of the media that would be on in a frame of the output, had the media no ends."""
        asset = ASSETS[self.name]
        if self.speed == 1:
            # The last that has begun before the middle; one that begins there has not.
            return ceil(self.media((tick + F(1, 2)) / rate) * asset.rate) - 1
        if self.via.slope < 0:
            return ceil(self.media(F(tick) / rate) * asset.rate) - 1
        return floor(self.media(F(tick) / rate) * asset.rate)

    def frame(self, tick, rate):
        """The frame of the media that is on in a frame of the output."""
        asset = ASSETS[self.name]
        return max(0, min(asset.frames - 1, self.wanted(tick, rate))) if asset.rate else 0


class Between(Factor):
    """Keys in time of the output, that hold between two ticks; before the first it has not begun, behind the second it is over."""
    def __init__(self, keys, first, last):
        super().__init__(keys, Line(0, 1))
        self.first, self.last = first, last

    def edges(self):
        return super().edges() + [self.first, self.last]

    dip = None

    def at(self, t):
        if self.dip and not self.first <= t < self.last:
            return self.dip[0 if t < self.first else 1]
        return super().at(self.keys[0][0] if t < self.first else self.keys[-1][0] if t >= self.last else t)


def meet(a, b):
    return max(a[0], b[0]), min(a[1], b[1])


def cut(a, b):
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


class Evaluation:
    def __init__(self, rate):
        self.rate, self.sounds, self.bent = rate, [], []

    def tick(self, t, is_sound):
        grid = F(48000) if is_sound else self.rate
        return floor(t * grid + F(1, 2)) / grid

    def window(self, a, b, via, is_sound, within):
        """The ticks between which the parent's time is in [a, b)."""
        if not via.slope:
            return within if a <= via.at < b else (F(0), F(0))
        ends = sorted((via.back(a), via.back(b)))
        return meet(within, tuple(self.tick(t, is_sound) for t in ends))

    def length(self, item):
        """Duration in the parent."""
        if item.get("source_range"):
            return range_of(item["source_range"])[1]
        kind = item["OTIO_SCHEMA"].split(".")[0]
        if kind == "Stack":
            return max((self.length(child) for child in item["children"] if child.get("enabled", True)), default=F(0))
        if kind == "Track":
            return sum((self.length(child) for child in item["children"] if "Transition" not in child["OTIO_SCHEMA"]), F(0))
        reference = item["media_references"]["DEFAULT_MEDIA"]
        if reference.get("available_range"):
            return range_of(reference["available_range"])[1]
        raise Refused("no range")

    def item(self, item, parent, start, handles, within, speed, canvas, clip, is_sound, factors):
        """A node of an item that stands at `start` of its parent's time; None where there is nothing to show."""
        if not item.get("enabled", True):
            return None
        schema, length = item["OTIO_SCHEMA"].split(".")[0], self.length(item)
        if schema == "Gap":
            return None
        own = range_of(item["source_range"])[0] if item.get("source_range") else F(0)
        reference = item.get("media_references", {}).get("DEFAULT_MEDIA", {})
        available = reference.get("available_range")
        if available and not item.get("source_range"):
            own = range_of(available)[0]
        warp = F(1)
        for effect in item.get("effects", ()):
            if effect["OTIO_SCHEMA"].startswith(("LinearTimeWarp", "FreezeFrame")):
                warp *= number(effect.get("time_scalar", 0))
        # own time = origin + rate * (parent's time)
        if warp < 0:
            via = Line(own + (length + start) * -warp + warp * parent.at, warp * parent.slope)
        else:
            via = Line(own - start * warp + warp * parent.at, warp * parent.slope)
        window = self.window(start - handles[0], start + length + handles[1], parent, is_sound, within)
        if window[0] >= window[1]:
            return None
        wanted = item.get("metadata", {}).get("patchwork", {})
        mine = list(factors)
        if not is_sound and "opacity" in wanted or is_sound and "gain" in wanted:
            what = wanted["gain" if is_sound else "opacity"]
            read = gain_of if is_sound else number
            keys = [(start + number(k["at"]), read(k["value"])) for k in what] if isinstance(what, list) else [(start, read(what))]
            mine.append(Factor(keys, parent, (start, start + length)))
        if "fadeIn" in wanted and number(wanted["fadeIn"]):
            mine.append(Factor([(start, F(0)), (start + number(wanted["fadeIn"]), F(1))], parent, (start, start + length)))
        if "fadeOut" in wanted and number(wanted["fadeOut"]):
            mine.append(Factor([(start + length - number(wanted["fadeOut"]), F(1)), (start + length, F(0))], parent, (start, start + length)))
        if not is_sound and "rectangle" in wanted:
            r = wanted["rectangle"]
            x, y, w, h = (number(r.get(k, d)) for k, d in (("x", 0), ("y", 0), ("width", 1), ("height", 1)))
            wide, high = canvas[2] - canvas[0], canvas[3] - canvas[1]
            canvas = (canvas[0] + x * wide, canvas[1] + y * high, canvas[0] + (x + w) * wide, canvas[1] + (y + h) * high)
            clip = cut(clip, canvas)
        speed *= warp
        if schema in ("Stack", "Track"):
            node = (self.stack if schema == "Stack" else self.track)(item, via, window, speed, canvas, clip, is_sound, mine)
            if node:
                node.place = canvas
            return node
        if reference["OTIO_SCHEMA"].startswith("GeneratorReference"):
            return None if is_sound else self.generator(reference, window, via, canvas, clip, mine)
        name = reference["target_url"].removeprefix("asset:")
        asset = ASSETS[name]
        shift = range_of(available)[0] if available else F(0)
        if not available and asset.timecode and own >= asset.timecode:
            shift = asset.timecode
        if is_sound:
            return self.sound(name, window, mine, via, speed, shift)
        if asset.rate and via.slope:
            # The clip begins with a whole frame: of the output at its own speed, else wherever the media is.
            begin = parent.back(start)
            tick = self.tick(begin, False)
            first = via(begin)
            if speed == 1:
                first = shift + floor((first - shift) * self.rate + F(1, 2)) / self.rate
            else:
                # What is nearly a whole frame of the video is meant to be that frame.
                count = (first - shift) * asset.rate
                if abs(count - floor(count + F(1, 2))) <= NEARLY:
                    first = shift + floor(count + F(1, 2)) / asset.rate
            via = Line(first - via.slope * tick, via.slope)
        elif asset.rate:
            # So is what a frozen timeline holds.
            via = Line(shift + floor((via.at - shift) * asset.rate + NEARLY) / asset.rate, 0)
        return self.picture(name, window, mine, via, speed, shift, canvas, clip, wanted)

    def sound(self, name, window, factors, via, speed, shift):
        if not via.slope:
            return None
        ends = sorted(via.back(u + shift) for u in (F(0), ASSETS[name].sound))
        window = meet(window, tuple(self.tick(t, True) for t in ends))
        if window[0] < window[1]:
            self.sounds.append(Leaf(name, "asset", window, factors, via, speed, shift))
        return None

    def picture(self, name, window, factors, via, speed, shift, canvas, clip, wanted):
        asset = ASSETS[name]
        margins = wanted.get("crop", {})
        left, top, right, bottom = (number(margins.get(k, 0)) for k in ("left", "top", "right", "bottom"))
        aspect = F(asset.width, asset.height) * (1 - left - right) / (1 - top - bottom)
        wide, high = canvas[2] - canvas[0], canvas[3] - canvas[1]
        # A group is a frame of its own, which its rectangle stretches; only the rectangle of the clip has another aspect.
        mine = wanted.get("rectangle", {})
        place = F(16, 9) * number(mine.get("width", 1)) / number(mine.get("height", 1))
        fit = wanted.get("fit", "contain")
        shown, copy = canvas, None
        if fit == "blurred" and (asset.alpha or asset.film) and (1 - min(aspect, place) / max(aspect, place)) / 2 >= F(1, 1080):
            copy = self.picture(name, window, factors, via, speed, shift, canvas, clip, {**wanted, "fit": "cover"})
            fit = "contain"
        part = min(aspect, place) / max(aspect, place)
        if fit == "contain" and (1 - part) / 2 >= F(1, 1080) or fit == "cover":
            is_narrow = (aspect < place) == (fit == "contain")
            w = wide * (part if fit == "contain" else 1 / part) if is_narrow else wide
            h = high if is_narrow else high * (part if fit == "contain" else 1 / part)
            x, y = canvas[0] + (wide - w) / 2, canvas[1] + (high - h) / 2
            shown = (x, y, x + w, y + h)
        w, h = (shown[2] - shown[0]) / (1 - left - right), (shown[3] - shown[1]) / (1 - top - bottom)
        whole = (shown[0] - left * w, shown[1] - top * h, shown[2] + right * w, shown[3] + bottom * h)
        leaf = Leaf(name, "asset", window, factors, via, speed, shift, whole, cut(clip, cut(canvas, shown)))
        leaf.rate, leaf.place = self.rate, cut(canvas, shown)
        if copy:
            # The picture on a copy of itself that covers the rectangle: one use.
            leaf.credited, leaf.factors, copy.factors = copy, [], []
            node = Node(window, factors, [copy, leaf], cut(clip, canvas))
            node.place = canvas
            return node
        return leaf

    def generator(self, reference, window, via, canvas, clip, factors):
        kind, parameters = reference["generator_kind"], reference.get("parameters") or {}
        if kind == "Title":
            background, box = parameters.get("background"), parameters.get("box", {})
            if not background:
                return None
            x, y, w, h = (number(box.get(k, d)) for k, d in (("x", 0), ("y", 0), ("width", 1), ("height", 1)))
            wide, high = canvas[2] - canvas[0], canvas[3] - canvas[1]
            canvas = (canvas[0] + x * wide, canvas[1] + y * high, canvas[0] + (x + w) * wide, canvas[1] + (y + h) * high)
            alpha = rounded(F(int(background[7:9], 16), 255)) if len(background) == 9 else F(1)
            leaf = Leaf("text", "generated", window, factors, via, F(1), F(0), canvas, cut(clip, canvas), alpha)
            leaf.colour, leaf.place, leaf.words = background, canvas, parameters.get("asset")
            return leaf
        name = {"SolidColor": "colour", "SMPTEBars": "bars", "Slug": "black"}[kind]
        leaf = Leaf(name, "generated", window, factors, via, F(1), F(0), canvas, cut(clip, canvas))
        leaf.colour, leaf.place = parameters.get("color", "#000000"), canvas
        return leaf

    def stack(self, item, via, window, speed, canvas, clip, is_sound, factors):
        children = []
        for child in item["children"]:
            children.append(self.both(child, via, F(0), (F(0), F(0)), window, speed, canvas, clip, is_sound, factors))
        return Node(window, [] if is_sound else factors, [c for c in children if c], clip)

    def both(self, child, via, start, handles, window, speed, canvas, clip, is_sound, factors, extra=()):
        """A child of a composition; in a walk for sound all factors on the way are handed down, for pictures the group has them."""
        handed = (list(factors) if is_sound else []) + list(extra)
        return self.item(child, via, start, handles, window, speed, canvas, clip, is_sound, handed)

    def track(self, item, via, window, speed, canvas, clip, is_sound, factors):
        if (item.get("kind") == "Audio") != is_sound:
            return None
        children, places, start = item["children"], [], F(0)
        for child in children:
            if "Transition" in child["OTIO_SCHEMA"]:
                places.append(None)
            else:
                length = self.length(child)
                places.append((start, length))
                start += length
        made = []
        for i, child in enumerate(children):
            if places[i] is None:
                continue
            begin, length = places[i]
            before = children[i - 1] if i and places[i - 1] is None and children[i - 1].get("enabled", True) else None
            after = children[i + 1] if i + 1 < len(children) and places[i + 1] is None and children[i + 1].get("enabled", True) else None
            ends, extra = [F(0), F(0)], []
            if before:
                a, b = time_of(before["in_offset"]), time_of(before["out_offset"])
                ends[0] = a
                extra += self.curves(before, begin - a, begin + b, via, is_sound, True, canvas)
            if after:
                a, b = time_of(after["in_offset"]), time_of(after["out_offset"])
                ends[1] = b
                extra += self.curves(after, begin + length - a, begin + length + b, via, is_sound, False, canvas)
            node = self.both(child, via, begin, ends, window, speed, canvas, clip, is_sound, factors, extra)
            if node:
                made.append(node)
        if not is_sound:
            made += self.dips(children, places, via, window, canvas, clip)
        return Node(window, [] if is_sound else factors, made, clip, True)

    def curves(self, transition, a, b, via, is_sound, is_incoming, canvas):
        """A wipe into a corner leaves of what shrinks, in time of the output, the square; what grows has the rest."""
        one = self.curve(transition, a, b, via, is_sound, is_incoming)
        kind = transition.get("metadata", {}).get("patchwork", {}).get("kind", "dissolve")
        if is_sound:
            return [one]
        if kind != "dissolve" and not kind.startswith("dip") and a < b:
            one.drawn = Drawn(kind, is_incoming, canvas, via, a, b, (one.first, one.last) if via.slope else None)
        if kind == "rectangle-crop":
            return [one, one]
        if not kind.startswith("wipe") or kind.count("-") < 2:
            return [one]
        if is_incoming == (via.slope < 0):
            return [one, one]
        keys = [(at, 2 - share) for at, share in one.keys]
        rest = Between(keys, one.first, one.last) if via.slope else Factor(keys, via)
        rest.drawn = one.drawn
        return [one, rest]

    def curve(self, transition, a, b, via, is_sound, is_incoming):
        """What a transition leaves of a side: a line between the ticks of the output at which it begins and ends."""
        if not via.slope:
            return self.standing(transition, a, b, via, is_sound, is_incoming)
        wanted = transition.get("metadata", {}).get("patchwork", {})
        # Exact in time, cut at the ticks between which both sides are visible.
        x, y = via.back(a), via.back(b)
        if is_sound and wanted.get("curve") == "equal-power":
            keys = [(x + (y - x) * F(k, 16), F(sin(k * pi / 32) if is_incoming else cos(k * pi / 32))) for k in range(17)]
        elif not is_sound and wanted.get("kind", "") in xfade.BENT:
            # Backwards its opposite is drawn, from what comes in by the document to what goes.
            is_forward, low, high = via.slope > 0, min(x, y), max(x, y)
            shares = xfade.table(wanted["kind"] if is_forward else xfade.OPPOSITE.get(wanted["kind"], wanted["kind"]))
            keys = [(low + (high - low) * F(k, xfade.STEPS), share if is_incoming == is_forward else 1 - share) for k, share in enumerate(shares)]
            self.bent.append((self.tick(low, False), self.tick(high, False)))
        elif not is_sound and (wanted.get("kind", "").startswith("dip") or wanted.get("kind", "") in xfade.CROPS):
            keys = self.apart(wanted["kind"], min(x, y), max(x, y))
            first, last = (self.tick(t, False) for t in (min(x, y), max(x, y)))
            side = Between(keys, first, last)
            middle = self.tick((x + y) / 2, False)
            side.first, side.last = (middle, last) if is_incoming == (via.slope > 0) else (first, middle)
            side.dip = (F(0), F(1)) if is_incoming == (via.slope > 0) else (F(1), F(0))
            return side
        else:
            keys = [(x, F(0)), (y, F(1))] if is_incoming else [(x, F(1)), (y, F(0))]
        return Between(keys, self.tick(min(x, y), is_sound), self.tick(max(x, y), is_sound))

    def standing(self, transition, a, b, via, is_sound, is_incoming):
        """What a transition leaves of a side in a timeline that is frozen inside of it: what it has at that time."""
        kind = "" if is_sound else transition.get("metadata", {}).get("patchwork", {}).get("kind", "")
        if a == b:
            return Factor([(F(0), F(1) if is_incoming == (via.at >= a) else F(0))], via)
        if kind in xfade.BENT or kind == "circle-crop":
            self.bent.append((F(0), F(10 ** 6)))
        if kind.startswith("dip") or kind in xfade.CROPS:
            is_on = is_incoming == (2 * via.at >= a + b)
            return Factor(self.apart(kind, a, b) if is_on else [(F(0), F(0))], via)
        shares = [F(0), F(1)]
        if kind in xfade.BENT:
            shares = xfade.table(kind)
        steps = len(shares) - 1
        return Factor([(a + (b - a) * F(k, steps), share if is_incoming else 1 - share) for k, share in enumerate(shares)], via)

    def apart(self, kind, a, b):
        """What a side has in a transition through black or white: 1 at the ends, nothing in the middle."""
        if kind != "circle-crop":
            return [(a, F(1)), ((a + b) / 2, F(0)), (b, F(1))]
        self.bent.append((self.tick(a, False), self.tick(b, False)))
        shares, n = xfade.table(kind), xfade.STEPS
        return [(a + (b - a) * F(k, 2 * n), shares[abs(n - k)]) for k in range(2 * n + 1)]

    def dips(self, children, places, via, window, canvas, clip):
        """What dips and crops show in the middle: black or white over the whole frame, as opaque as what they take from both sides."""
        for i, child in enumerate(children):
            kind = child.get("metadata", {}).get("patchwork", {}).get("kind", "")
            if places[i] is None and (kind.startswith("dip") or kind in xfade.CROPS) and child.get("enabled", True):
                cut = places[i + 1][0]
                begins, ends = cut - time_of(child["in_offset"]), cut + time_of(child["out_offset"])
                name = "colour" if kind == "dip-to-white" else "black"
                if via.slope:
                    a, b = sorted(via.back(t) for t in (begins, ends))
                    within, keys = meet(window, (self.tick(a, False), self.tick(b, False))), Line(0, 1)
                else:
                    a, b, keys = begins, ends, via
                    within = window if a <= via.at < b else (F(0), F(0))
                if within[0] < within[1]:
                    sides = self.apart(kind, a, b)
                    factors = [Factor([(at, 1 - share) for at, share in sides], keys)]
                    if kind == "rectangle-crop":
                        # 1 - s² is (1 - s)(1 + s).
                        factors.append(Factor([(at, 1 + share) for at, share in sides], keys))
                    if kind in xfade.CROPS:
                        drawn = Drawn(kind, None, canvas, via, begins, ends, None)
                        for factor in factors:
                            factor.drawn = drawn
                    leaf = Leaf(name, "generated", within, factors,
                                via, F(1), F(0), canvas, clip)
                    leaf.colour, leaf.place = "#000000" if name == "black" else "#ffffff", canvas
                    yield leaf

    # Pictures

    def cover(self, node, point, a, b, frame):
        """Coverage of a node at a point in [a, b): polynomials by leaf, and their sum."""
        if not (node.window[0] <= a and b <= node.window[1]):
            return None
        x, y = point
        l, t, r, d = node.clip
        if not (l <= x < r and t <= y < d):
            return None
        own = [F(1)]
        for factor in node.factors:
            own = times(own, factor.on(a, b))
        if isinstance(node, Leaf):
            alpha = node.alpha
            if node.kind == "asset" and ASSETS[node.name].alpha:
                xs, ys, values = frame[node]
                u = (x - node.picture[0]) / (node.picture[2] - node.picture[0])
                v = (y - node.picture[1]) / (node.picture[3] - node.picture[1])
                column = sum(1 for e in xs[1:-1] if u >= e)
                row = sum(1 for e in ys[1:-1] if v >= e)
                alpha = values[row][column]
            own = [c * alpha for c in own]
            return {node.credited or node: own}, own
        found, total, rest = {}, [F(0)], [F(1)]
        for child in reversed(node.children):
            inner = self.cover(child, point, a, b, frame)
            if not inner:
                continue
            for leaf, p in inner[0].items():
                p = p if node.is_track else times(rest, p)
                found[leaf] = plus(found[leaf], p) if leaf in found else p
            if node.is_track:
                total = plus(total, inner[1])
            else:
                rest = times(rest, plus([F(1)], [-c for c in inner[1]]))
        if not node.is_track:
            total = plus([F(1)], [-c for c in rest])
        if own != [F(1)]:
            found = {leaf: times(own, p) for leaf, p in found.items()}
            total = times(own, total)
        return found, total

    def leaves(self, node, out):
        if isinstance(node, Leaf):
            out.append(node)
        for child in node.children:
            self.leaves(child, out)
        return out

    def edges(self, node, out):
        out.update(node.window)
        for factor in node.factors:
            out.update(factor.edges())
        for child in node.children:
            self.edges(child, out)
        return out

    def pictures(self, root, duration):
        """Fills the spans of all leaves: (start, end, share as polynomial); returns them and black."""
        leaves = self.leaves(root, [])
        edges = self.edges(root, {F(0), duration})
        grids = {}
        for leaf in leaves:
            if leaf.kind == "asset" and ASSETS[leaf.name].alpha:
                last = None
                for tick in range(int(leaf.window[0] * self.rate), int(leaf.window[1] * self.rate)):
                    found = grid(ASSETS[leaf.name], leaf.frame(tick, self.rate))
                    if found is not last:
                        grids.setdefault(leaf, []).append((F(tick) / self.rate, found))
                        edges.add(F(tick) / self.rate)
                    last = found
        edges = sorted(e for e in edges if 0 <= e <= duration)
        black = []
        for a, b in zip(edges, edges[1:]):
            on = [leaf for leaf in leaves if leaf.window[0] <= a and b <= leaf.window[1]
                  and leaf.clip[0] < leaf.clip[2] and leaf.clip[1] < leaf.clip[3]]
            frame, xs, ys = {}, {F(0), F(1)}, {F(0), F(1)}
            for leaf in on:
                xs.update((leaf.clip[0], leaf.clip[2]))
                ys.update((leaf.clip[1], leaf.clip[3]))
                if leaf in grids:
                    frame[leaf] = [found for at, found in grids[leaf] if at <= a][-1]
                    l, t, r, d = leaf.picture
                    xs.update(x for x in (l + u * (r - l) for u in frame[leaf][0]) if leaf.clip[0] < x < leaf.clip[2])
                    ys.update(y for y in (t + v * (d - t) for v in frame[leaf][1]) if leaf.clip[1] < y < leaf.clip[3])
            xs, ys = sorted(xs), sorted(ys)
            shares, areas = {}, {}
            for l, r in zip(xs, xs[1:]):
                for t, d in zip(ys, ys[1:]):
                    point = (l + r) / 2, (t + d) / 2
                    key = tuple((leaf.clip[0] <= point[0] < leaf.clip[2] and leaf.clip[1] <= point[1] < leaf.clip[3],
                                 sum(point[0] >= leaf.picture[0] + u * (leaf.picture[2] - leaf.picture[0]) for u in frame[leaf][0]),
                                 sum(point[1] >= leaf.picture[1] + u * (leaf.picture[3] - leaf.picture[1]) for u in frame[leaf][1]))
                                if leaf in frame else
                                leaf.clip[0] <= point[0] < leaf.clip[2] and leaf.clip[1] <= point[1] < leaf.clip[3] for leaf in on)
                    area = (r - l) * (d - t)
                    areas[key] = (areas[key][0] + area, point) if key in areas else (area, point)
            total = [F(0)]
            for area, point in areas.values():
                inner = self.cover(root, point, a, b, frame)
                for leaf, p in (inner[0] if inner else {}).items():
                    shares[leaf] = plus(shares.get(leaf, [F(0)]), [area * c for c in p])
            for leaf, p in shares.items():
                leaf.spans.append((a, b, p))
                if leaf.name != "black":
                    total = plus(total, p)
            black.append((a, b, plus([F(1)], [-c for c in total])))
        return leaves, black


class Answer:
    pass


def first_rate(document):
    for track in document["tracks"]["children"]:
        if track.get("kind") == "Video":
            return rate_of(track["children"][0]["source_range"]["duration"]["rate"])
    return F(25)


def evaluate(document):
    answer = planned(document)
    answer.leaves, answer.black = answer.made.pictures(answer.root, answer.duration)
    for leaf in answer.sounds:
        edges = sorted({e for f in leaf.factors for e in f.edges() if leaf.window[0] < e < leaf.window[1]} | set(leaf.window))
        for a, b in zip(edges, edges[1:]):
            p = [F(1)]
            for factor in leaf.factors:
                p = times(p, factor.on(a, b))
            leaf.spans.append((a, b, p))
    return answer


def planned(document):
    """What stands where and when: the tree of the pictures, and the sounds."""
    answer = Answer()
    made = Evaluation(first_rate(document))
    root = document["tracks"]
    total = made.length(root)
    answer.rate, answer.exact = made.rate, total
    answer.duration = made.tick(total, False)
    frame = (F(0), F(0), F(1), F(1))
    identity = Line(0, 1)
    node = made.item(root, identity, F(0), (F(0), F(0)), (F(0), answer.duration), F(1), frame, frame, False, [])
    node = node or Node((F(0), answer.duration), [], [], frame)
    answer.made, answer.root = made, node
    end = max(made.tick(total, True), answer.duration)
    made.item(root, identity, F(0), (F(0), F(0)), (F(0), end), F(1), frame, frame, True, [])
    answer.sounds, answer.bent = made.sounds, made.bent
    thanked = document.get("metadata", {}).get("patchwork", {})
    answer.credited = [each["id"] for each in thanked.get("credits", ())]
    answer.credited += ["of-" + name.removeprefix("asset:") for name in thanked.get("influences", ())]
    return answer
