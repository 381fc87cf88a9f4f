"""Who is seen and heard in a film of films: pointwise, in exact fractions, nothing of the product.

The frame of a film at an instant is a grid; each of its cells has a part for every asset and for what is nobody's. Where a render
lies, its cells are those of its own frame at its own instant, at their places. Between two cuts of time all parts are polynomials of
a known degree, so that their integrals are sums over a few instants.
"""
import bisect, glob, json, os
import compare
from fractions import Fraction as F
from math import floor, lcm
from oracle import ASSETS, Asset, Leaf, Line, grid, planned

BLACK = "black"
SAMPLES = 48000
BRIEF = F(1, 24000)  # two samples: a sound begins with a whole one of its media, and its edges are rounded


def instants(count, memo={}):
    """Places in (0, 1) and their weights: the sum over them integrates polynomials of a degree below `count` (open Newton-Cotes)."""
    if count not in memo:
        places = [F(2 * i + 1, 2 * count) for i in range(count)]
        weights = []
        for i, x in enumerate(places):
            p = [F(1)]
            for j, y in enumerate(places):
                if j != i:
                    p = [(a - y * b) / (x - y) for a, b in zip([F(0)] + p, p + [F(0)])]
            weights.append(sum(c / (k + 1) for k, c in enumerate(p)))
        memo[count] = list(zip(places, weights))
    return memo[count]


def add(parts, name, part):
    if part:
        parts[name] = parts.get(name, 0) + part


def join(spans):
    """Ordered spans, those that touch as one."""
    out = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        elif a < b:
            out.append((a, b))
    return out


def label(leaf):
    """An asset, or a generator; a colour with which, and words with whose and which title."""
    return f"colour {leaf.colour}" if leaf.name == "colour" else leaf.title if leaf.words else leaf.name


def words_of(name):
    """The asset whose words a name stands for, with the way of them through renders; None of all else."""
    return name.split()[1] if name.startswith("text ") else None


def film_of(leaf):
    return ASSETS[leaf.name].film if leaf.kind == "asset" else None


def is_render(name):
    return name in ASSETS and ASSETS[name].film is not None


class Scene:
    """What lies where while nothing begins, ends or moves: a grid of cells; cells of one kind show the same.

    A kind is a pattern (of every leaf where it is: its alpha, or that it is not there) and of every render the kind of its own cell.
    """
    def __init__(self, leaves, inner, alphas):
        self.leaves, xs, ys = leaves, {F(0), F(1)}, {F(0), F(1)}
        lines = {}
        for leaf in leaves:
            l, t, r, d = leaf.clip
            xs.update((l, r))
            ys.update((t, d))
            own = (inner[leaf].xs, inner[leaf].ys) if leaf in inner else alphas[leaf][:2] if leaf in alphas else None
            if own:
                left, top, right, bottom = leaf.picture
                own = [left + u * (right - left) for u in own[0]], [top + v * (bottom - top) for v in own[1]]
                xs.update(x for x in own[0] if l < x < r)
                ys.update(y for y in own[1] if t < y < d)
            lines[leaf] = own
        self.xs, self.ys = (sorted(e for e in edges if 0 <= e <= 1) for edges in (xs, ys))
        columns, rows = self.places(self.xs, 0, lines), self.places(self.ys, 1, lines)
        kinds, self.cells = {}, []
        for row in zip(*rows) if leaves else [()] * (len(self.ys) - 1):
            line = []
            for column in zip(*columns) if leaves else [()] * (len(self.xs) - 1):
                pattern, deeper = [], []
                for leaf, u, v in zip(leaves, column, row):
                    there = u >= 0 and v >= 0
                    pattern.append(None if not there else alphas[leaf][2][v][u] if leaf in alphas else 1)
                    deeper.append(inner[leaf].cells[v][u] if there and leaf in inner else None)
                line.append(kinds.setdefault((tuple(pattern), tuple(deeper)), len(kinds)))
            self.cells.append(line)
        self.kinds = list(kinds)
        self.areas = self.measured()

    def places(self, edges, axis, lines):
        """Of every leaf, in which of its own columns or rows each of ours lies; -1 where it is not."""
        found = []
        for leaf in self.leaves:
            low, high, own = leaf.clip[axis], leaf.clip[axis + 2], lines[leaf]
            at = []
            for a, b in zip(edges, edges[1:]):
                if not (low <= a and b <= high):
                    at.append(-1)
                else:
                    at.append(bisect.bisect_right(own[axis], a) - 1 if own else 0)
            found.append(at)
        return found

    def measured(self):
        """Areas by kind."""
        wide, high = (lcm(*(e.denominator for e in edges)) for edges in (self.xs, self.ys))
        widths, heights = ([int((b - a) * scale) for a, b in zip(edges, edges[1:])] for edges, scale in ((self.xs, wide), (self.ys, high)))
        sums = [0] * len(self.kinds)
        for h, line in zip(heights, self.cells):
            for w, kind in zip(widths, line):
                sums[kind] += w * h
        return [F(s, wide * high) for s in sums]


def quiet(leaf):
    """The spans in which the sound of a render is silent: nobody is heard there, nor its makers."""
    if not film_of(leaf):
        return []
    line, heard = Line(leaf.via.at - leaf.shift, leaf.via.slope), []
    for a, b, voices in film_of(leaf).sound():
        if voices:
            heard.append(tuple(sorted(floor(line.back(e) * SAMPLES + F(1, 2)) / F(SAMPLES) for e in (a, b))))
    return compare.without(leaf.window, heard)


class Piece:
    """Between two cuts: the scene, where renders are (leaf: line into their time, their piece), and the degree of all parts in time."""
    def __init__(self, a, b, scene, maps, degree):
        self.a, self.b, self.scene, self.maps, self.degree, self.known = a, b, scene, maps, degree, None


class Film:
    def __init__(self, answer):
        self.rate, self.duration, self.root, self.sounds = answer.rate, answer.duration, answer.root, answer.sounds
        self.leaves = answer.made.leaves(answer.root, [])
        self.credited = answer.credited
        for leaf in self.leaves:
            if leaf.words:
                leaf.title = f"text {leaf.words} {self.leaves.index(leaf)}"
        self.scenes, self.uses = {}, {}
        self.pieces = self.cut()
        self.starts = [piece.a for piece in self.pieces]
        self.voices = None

    # Pictures

    def of(self, leaf):
        """The uses of a render: (from, to, line into its time, its piece there), one frame of ours for each that it shows."""
        inner, g, found = film_of(leaf), ASSETS[leaf.name].rate, []
        if leaf.is_continuous:
            runs = [(*leaf.window, leaf.via)]
        else:
            runs = []
            for k in range(int(leaf.window[0] * self.rate), int(leaf.window[1] * self.rate)):
                shown = leaf.frame(k, self.rate)
                if not leaf.via.slope or leaf.held(k) is not None:
                    at, slope = F(shown) / g, F(0)
                elif leaf.via.slope > 0:
                    at, slope = (shown - k) / g, self.rate / g
                else:
                    at, slope = (shown + 1 + k) / g, -self.rate / g
                if runs and (runs[-1][2].at, runs[-1][2].slope) == (at, slope):
                    runs[-1] = (runs[-1][0], F(k + 1) / self.rate, runs[-1][2])
                else:
                    runs.append((F(k) / self.rate, F(k + 1) / self.rate, Line(at, slope)))
        for a, b, line in runs:
            edges = [a, b]
            if line.slope:
                low, high = sorted((line(a), line(b)))
                edges += [line.back(e) for e in inner.starts[bisect.bisect_right(inner.starts, low):bisect.bisect_left(inner.starts, high)]]
                edges.sort()
            for x, y in zip(edges, edges[1:]):
                piece = inner.pieces[bisect.bisect_right(inner.starts, line((x + y) / 2)) - 1]
                if piece.degree:
                    found.append((x, y, line, piece))
                elif found and found[-1][3] is piece:
                    found[-1] = (found[-1][0], y, *found[-1][2:])
                else:
                    # Nothing changes there: any instant of it will do.
                    found.append((x, y, Line((piece.a + piece.b) / 2, 0), piece))
        return found

    def cut(self):
        shown = [leaf for leaf in self.leaves if leaf.window[0] < leaf.window[1] and leaf.clip[0] < leaf.clip[2] and leaf.clip[1] < leaf.clip[3]]
        cuts = {F(0), self.duration}
        grids = {}
        for leaf in shown:
            if film_of(leaf):
                self.uses[leaf] = self.of(leaf)
                cuts.update(use[0] for use in self.uses[leaf])
            elif leaf.kind == "asset" and ASSETS[leaf.name].alpha:
                grids[leaf] = []
                for k in range(int(leaf.window[0] * self.rate), int(leaf.window[1] * self.rate)):
                    found = grid(ASSETS[leaf.name], leaf.frame(k, self.rate))
                    if not grids[leaf] or found is not grids[leaf][-1][1]:
                        grids[leaf].append((F(k) / self.rate, found))
                cuts.update(at for at, _ in grids[leaf])
        self.ends(self.root, cuts)
        cuts = sorted(e for e in cuts if 0 <= e <= self.duration)
        pieces, last = [], {}
        for a, b in zip(cuts, cuts[1:]):
            on = [leaf for leaf in shown if leaf.window[0] <= a and b <= leaf.window[1]]
            maps, alphas = {}, {}
            for leaf in on:
                if leaf in self.uses:
                    use = self.uses[leaf][bisect.bisect_right(self.uses[leaf], a, key=lambda each: each[0]) - 1]
                    maps[leaf] = use[2:]
                elif leaf in grids:
                    alphas[leaf] = grids[leaf][bisect.bisect_right(grids[leaf], a, key=lambda each: each[0]) - 1][1]
            key = tuple((leaf, id(maps[leaf][1].scene) if leaf in maps else id(alphas.get(leaf))) for leaf in on)
            if key not in self.scenes:
                self.scenes[key] = Scene(on, {leaf: piece.scene for leaf, (_, piece) in maps.items()}, alphas)
            degree = self.degree(self.root, a, b) + max((piece.degree for line, piece in maps.values() if line.slope), default=0)
            pieces.append(Piece(a, b, self.scenes[key], maps, degree))
        return pieces

    def ends(self, node, out):
        out.update(node.window)
        for factor in node.factors:
            out.update(factor.edges())
        for child in node.children:
            self.ends(child, out)

    def degree(self, node, a, b):
        """How often time is multiplied in what a node covers."""
        if not (node.window[0] <= a and b <= node.window[1]):
            return 0
        inner = [self.degree(child, a, b) for child in node.children]
        own = sum(factor.at(a + (b - a) / 3) != factor.at(a + (b - a) * 2 / 3) for factor in node.factors)
        return own + (max(inner, default=0) if node.is_track else sum(inner))

    def opacities(self, node, t, out):
        """Of every node that is on, its own opacity."""
        if node.window[0] <= t < node.window[1]:
            own = F(1)
            for factor in node.factors:
                own *= factor.at(t)
            if own:
                out[node] = own
                for child in node.children:
                    self.opacities(child, t, out)
        return out

    def seen(self, node, own, states):
        """Parts of leaves at a point, and of all of them."""
        if node not in own:
            return {}, 0
        if isinstance(node, Leaf):
            alpha = states.get(node)
            if not alpha:
                return {}, 0
            part = own[node] * alpha * node.alpha
            return {node: part}, part
        found, total, rest = {}, 0, 1
        for child in reversed(node.children):
            parts, covered = self.seen(child, own, states)
            for leaf, part in parts.items():
                add(found, leaf, part if node.is_track else part * rest)
            if node.is_track:
                total += covered
            else:
                rest *= 1 - covered
                if not rest:
                    break
        total = total if node.is_track else 1 - rest
        if own[node] != 1:
            found, total = {leaf: part * own[node] for leaf, part in found.items()}, total * own[node]
        return found, total

    def at(self, piece, t):
        """Parts by name, of each kind of a piece's scene."""
        if piece.known:
            return piece.known
        scene, patterns, out = piece.scene, {}, []
        own = self.opacities(self.root, t, {})
        inner = {leaf: film_of(leaf).at(there, line(t)) for leaf, (line, there) in piece.maps.items()}
        for pattern, deeper in scene.kinds:
            if pattern not in patterns:
                patterns[pattern] = self.seen(self.root, own, dict(zip(scene.leaves, pattern)))
            parts, covered = patterns[pattern]
            here = {}
            add(here, BLACK, 1 - covered)
            kinds = dict(zip(scene.leaves, deeper))
            for leaf, part in parts.items():
                add(here, label(leaf), part)
                if leaf in inner:
                    for name, inside in inner[leaf][kinds[leaf]].items():
                        add(here, self.through(leaf, name), inside * part)
            out.append(here)
        if piece.degree == 0:
            piece.known = out
        return out

    def through(self, leaf, name):
        """A name as it comes through a render."""
        return f"{name} {self.leaves.index(leaf)}" if words_of(name) else name

    def shares(self, piece, t):
        """Parts of the whole frame by name; those of renders beside what they hand on."""
        out = {}
        for area, parts in zip(piece.scene.areas, self.at(piece, t)):
            for name, part in parts.items():
                add(out, name, area * part)
        return out

    def mean(self, t):
        """Parts of the whole frame at an instant."""
        return self.shares(self.pieces[bisect.bisect_right(self.starts, t) - 1], t)

    def pictures(self):
        """Seconds by name, and when each is seen."""
        seconds, spans = {}, {}
        for piece in self.pieces:
            length, seen = piece.b - piece.a, set()
            for place, weight in instants(piece.degree + 1):
                for name, part in self.shares(piece, piece.a + length * place).items():
                    add(seconds, name, length * weight * part)
                    seen.add(name)
            for name in seen:
                spans.setdefault(name, []).append((piece.a, piece.b))
        return seconds, {name: join(found) for name, found in spans.items()}

    def point(self, t, x, y):
        """Parts by name at one point and instant: no cuts, no cells."""
        states = {}
        for leaf in self.leaves:
            l, top, r, d = leaf.clip
            if leaf.window[0] <= t < leaf.window[1] and l <= x < r and top <= y < d:
                states[leaf] = 1
                if leaf.kind == "asset" and ASSETS[leaf.name].alpha:
                    u, v = self.inside(leaf, x, y)
                    xs, ys, values = grid(ASSETS[leaf.name], leaf.frame(floor(t * self.rate), self.rate))
                    states[leaf] = values[bisect.bisect_right(ys, v) - 1][bisect.bisect_right(xs, u) - 1]
        parts, covered = self.seen(self.root, self.opacities(self.root, t, {}), states)
        out = {}
        add(out, BLACK, 1 - covered)
        for leaf, part in parts.items():
            add(out, label(leaf), part)
            inner = film_of(leaf)
            if inner:
                k = floor(t * self.rate)
                phase, shown = t * self.rate - k, leaf.frame(k, self.rate)
                phase = 0 if leaf.held(k) is not None or not leaf.via.slope else phase if leaf.via.slope > 0 else 1 - phase
                for name, inside in inner.point((shown + phase) / ASSETS[leaf.name].rate, *self.inside(leaf, x, y)).items():
                    add(out, self.through(leaf, name), inside * part)
        return out

    @staticmethod
    def inside(leaf, x, y):
        l, t, r, d = leaf.picture
        return (x - l) / (r - l), (y - t) / (d - t)

    # Words

    def box(self, title):
        """The area of the whole box of a title, before anything cuts it; None where it is on the blurred copy of a picture."""
        *inner, index = title.split()[2:]
        leaf = self.leaves[int(index)]
        l, t, r, d = leaf.picture
        if any(other.credited is leaf for other in self.leaves):
            return None
        below = film_of(leaf).box(" ".join(title.split()[:-1])) if inner else F(1)
        return below and below * (r - l) * (d - t)

    def read(self):
        """When words of each asset are surely read, and when they may be: their whole box is seen, or some of it."""
        sure, perhaps = {}, {}
        for piece in self.pieces:
            areas = {}
            found = [self.at(piece, piece.a + (piece.b - piece.a) * F(i, 3)) for i in (1, 2)]
            for area, *parts in zip(piece.scene.areas, *found):
                for name in set().union(*parts):
                    if words_of(name):
                        add(areas, name, area)
            for title, area in areas.items():
                perhaps.setdefault(words_of(title), []).append((piece.a, piece.b))
                if area == self.box(title):
                    sure.setdefault(words_of(title), []).append((piece.a, piece.b))
        return tuple({name: join(spans) for name, spans in found.items()} for found in (sure, perhaps))

    # Sounds

    def sound(self):
        """Pieces of the mix: (from, to, voices); a voice is (name, its factors there as lines, None or (film, line into it, its piece))."""
        if self.voices is None:
            self.voices = self.mixed()
        return self.voices

    def mixed(self):
        cuts, uses = {F(0), self.duration}, {}
        for leaf in self.sounds:
            cuts.update(leaf.window)
            for factor in leaf.factors:
                cuts.update(e for e in factor.edges() if leaf.window[0] < e < leaf.window[1])
            if film_of(leaf):
                line = Line(leaf.via.at - leaf.shift, leaf.via.slope)
                uses[leaf] = []
                for piece in film_of(leaf).sound():
                    a, b = sorted(floor(line.back(e) * SAMPLES + F(1, 2)) / F(SAMPLES) for e in piece[:2])
                    uses[leaf].append((a, b, line, piece))
                    cuts.update(e for e in (a, b) if leaf.window[0] < e < leaf.window[1])
        cuts, pieces = sorted(e for e in cuts if 0 <= e <= self.duration), []
        for a, b in zip(cuts, cuts[1:]):
            voices = []
            for leaf in self.sounds:
                if leaf.window[0] <= a and b <= leaf.window[1]:
                    lines = [factor.on(a, b) for factor in leaf.factors]
                    deeper = None
                    if leaf in uses:
                        there = [use for use in uses[leaf] if use[0] <= a and b <= use[1]]
                        if not there or not there[0][3][2]:
                            continue
                        deeper = there[0][2:]
                    if all(any(line) for line in lines):
                        voices.append((leaf.name, lines, deeper))
            pieces.append((a, b, voices))
        return pieces

    @staticmethod
    def gain(lines, t):
        out = F(1)
        for line in lines:
            out *= line[0] + (line[1] * t if len(line) > 1 else 0)
        return out

    @classmethod
    def turns(cls, piece):
        return max((sum(len(line) > 1 for line in lines) + (cls.turns(deeper[1]) if deeper else 0) for _, lines, deeper in piece[2]), default=0)

    @classmethod
    def is_even(cls, piece):
        """Whether parts are polynomials: the gains have the same sum at all times, or always the same ratio; inside of renders too."""
        a, b, voices = piece
        gains = [[cls.gain(lines, a + (b - a) * place) for _, lines, _ in voices] for place, _ in instants(cls.turns(piece) + 1)]
        is_even = len({sum(each) for each in gains}) <= 1 or len({tuple(gain / sum(each) for gain in each) for each in gains}) <= 1
        return is_even and all(cls.is_even(deeper[1]) for _, _, deeper in voices if deeper)

    @classmethod
    def mix(cls, piece, t):
        """Parts of the mix: (name, whether it is heard through a render): part."""
        gains = [cls.gain(lines, t) for _, lines, _ in piece[2]]
        whole, out = sum(gains), {}
        for (name, _, deeper), gain in zip(piece[2], gains):
            if whole:
                add(out, (name, False), gain / whole)
                for (inner, _), part in cls.mix(deeper[1], deeper[0](t)).items() if deeper else ():
                    add(out, (inner, True), part * gain / whole)
        return out

    def heard(self):
        """Seconds by name and way, when each name is heard, and the spans in which the sum of gains changes: no seconds are told of those."""
        seconds, spans, uneven = {}, {}, []
        for piece in self.sound():
            a, b, voices = piece
            if not voices:
                add(seconds, ("silence", False), b - a)
                spans.setdefault("silence", []).append((a, b))
            if not self.is_even(piece):
                uneven.append((a, b))
            for place, weight in instants(self.turns(piece) + 1):
                for key, part in self.mix(piece, a + (b - a) * place).items():
                    spans.setdefault(key[0], []).append((a, b))
                    if not uneven or uneven[-1] != (a, b):
                        add(seconds, key, (b - a) * weight * part)
        return seconds, {name: join(found) for name, found in spans.items()}, join(uneven)

    # People

    def people(self):
        """Who is named: makers of what is seen or heard here and in renders, and whom the film and each render that is there thank.

        Then also those who may be named or not: heard for no longer than edges of sounds may differ, or of words that are cut.
        """
        _, seen = self.pictures()
        _, heard, _ = self.heard()
        sure, perhaps = self.read()
        present = {name for name in (*seen, *heard) if name in ASSETS}
        brief = {name for name in present - set(seen) if all(b - a <= BRIEF for a, b in heard[name])}
        return self.named((present - brief).union(sure)), self.named(present.union(perhaps))

    def named(self, assets):
        people = {f"of-{name}" for name in assets}.union(self.credited)
        return people.union(*(ASSETS[name].film.credited for name in assets if is_render(name)))


def enrol(name, document, frames=None, sound=None):
    """A render as an asset of that name; its sound may be longer than its film, by what a coded one is filled up with."""
    film = Film(planned(document))
    count = film.duration * film.rate
    if frames not in (None, count):
        raise ValueError(f"{name} has {frames} frames, not {count}")
    ASSETS[name] = Asset(640, 360, film.rate, int(count), film.duration if sound is None else sound)
    ASSETS[name].film = film
    return film


def read(path):
    with open(path) as file:
        return json.load(file)


def pool(work):
    """The renders that are assets of the store of that folder, as films by name; the first generation goes first."""
    found = {}
    for path in sorted(glob.glob(f"{work}/pool/*.otio")):
        name, document = os.path.basename(path)[:-5], read(path)
        latest = f"{work}/store/assets/{name}/manifest.json"
        if os.path.exists(latest):
            manifest = read(f"{work}/store/{read(latest)['manifest']}")
            copy = next((F(artifact["duration"]) for artifact in manifest["artifacts"] if artifact["role"] == "mezzanine"), F(0))
            found[name] = enrol(name, document, manifest["media"]["video"][0]["frameCount"], copy)
    return found
