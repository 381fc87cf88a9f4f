"""What a frame shows, drawn: how much of each leaf every pixel shows, with the masks of transitions where they lie."""
import numpy as np
from oracle import ASSETS, Leaf
from xfade import smoothstep

WIDTH, HEIGHT = 640, 360


def shape(kind, apart, x, y):
    """What a side has in a crop, by how far it is from the middle."""
    if kind == "rectangle-crop":
        return (np.abs(x - .5) < apart / 2)[None, :] & (np.abs(y - .5) < apart / 2)[:, None]
    radius = np.hypot(((x - .5) * 16)[None, :], ((y - .5) * 9)[:, None]) / np.hypot(8, 4.5)
    return radius <= apart ** 3


def incoming(kind, u, x, y):
    """How much of each pixel is of what comes in, at a progress: FFmpeg's formulas; x and y in fractions of the frame."""
    x, y = x[None, :], y[:, None]
    radius = np.hypot((x - .5) * 16, (y - .5) * 9) / np.hypot(8, 4.5)
    return {
        "wipe-left": lambda: x + 0 * y > 1 - u,
        "wipe-top-right": lambda: ~((y <= 1 - u) & (x > u)),
        "slide-up": lambda: y + 0 * x >= 1 - u,
        "cover-left": lambda: x + 0 * y >= 1 - u,
        "circle-open": lambda: 1 - smoothstep(radius + (.5 - u) * 3),
        "circle-close": lambda: smoothstep(radius + (u - .5) * 3),
        "smooth-up": lambda: smoothstep(y + 0 * x + 2 * u - 1),
        "radial": lambda: smoothstep(np.arctan2((x - .5) * 16, (y - .5) * 9) - (.5 - u) * np.pi * 2.5),
        "zoom-in": lambda: 1 - smoothstep(2 * (1 - u)) + 0 * x + 0 * y,
    }[kind]()


# Where a zoom-in aims, away from the middle of its frame: it shows one pixel in the end, and edges are not told to the pixel.
AIMS = [(x * 2 / WIDTH, y * 2 / HEIGHT) for x in (0, -1, 1) for y in (0, -1, 1)]
aim = AIMS[0]


def side(drawn, t, xs, ys):
    """Where a side, or what is behind it, is seen; and where in its own frame each column and row is."""
    l, top, r, bottom = map(float, drawn.canvas)
    x, y, u = (xs - l) / (r - l), (ys - top) / (bottom - top), float(drawn.at(t))
    kind, is_incoming = drawn.kind, drawn.side
    if kind.endswith("-crop"):
        inside = shape(kind, abs(2 * u - 1), x, y)
        if drawn.window is None and is_incoming is not None and is_incoming != (u >= .5):
            return np.zeros_like(inside), xs, ys
        return (~inside if is_incoming is None else inside), xs, ys
    if drawn.via.slope < 0 and kind in ("radial", "zoom-in"):
        # Drawn as ever, from what comes in by the document to what goes.
        u, is_incoming = 1 - u, not is_incoming
    mask = incoming(kind, u, x, y)
    if kind == "slide-up":
        y = y - (1 - u) if is_incoming else y + u
    if kind == "cover-left" and is_incoming:
        x = x - (1 - u)
    if kind == "zoom-in" and not is_incoming:
        near = float(smoothstep(2 * (1 - u) - 1))
        x, y = .5 + aim[0] + (x - .5) * near, .5 + aim[1] + (y - .5) * near
    return (mask if is_incoming else 1 - mask), l + x * (r - l), top + y * (bottom - top)


def alpha(leaf, t, rate, xs, ys, memo={}):
    """Alpha of a picture at columns and rows, by its pixels."""
    asset = ASSETS[leaf.name]
    at = asset.alpha(leaf.frame(int(t * rate), rate))
    key = (leaf.name, tuple(at(x, y) for x in range(0, asset.width, 20) for y in range(0, asset.height, 9)))
    if key not in memo:
        memo[key] = np.array([[at(x, y) for x in range(asset.width)] for y in range(asset.height)], np.float32) / 255
    l, top, r, bottom = map(float, leaf.picture)
    columns = np.clip((xs - l) / (r - l) * asset.width, 0, asset.width - 1).astype(int)
    rows = np.clip((ys - top) / (bottom - top) * asset.height, 0, asset.height - 1).astype(int)
    return memo[key][rows[:, None], columns[None, :]]


def layers(node, t, rate, xs, ys):
    """How much of each leaf each pixel of a node shows, and of all of them."""
    if not node.window[0] <= t < node.window[1]:
        return {}, 0
    own, seen = np.float32(1), set()
    for factor in node.factors:
        if factor.drawn and factor.drawn.at(t) is not None:
            if factor.drawn not in seen:
                seen.add(factor.drawn)
                mask, xs, ys = side(factor.drawn, t, xs, ys)
                own = own * mask.astype(np.float32)
        else:
            own = own * np.float32(factor.at(t))
    if node.place:
        l, top, r, bottom = map(float, node.place)
        own = own * ((xs >= l) & (xs < r))[None, :] * ((ys >= top) & (ys < bottom))[:, None]
    if not np.any(own):
        return {}, 0
    if isinstance(node, Leaf):
        own = own * np.float32(node.alpha)
        if node.kind == "asset" and ASSETS[node.name].alpha:
            own = own * alpha(node, t, rate, xs, ys)
        return {node.credited or node: own}, own
    found, total, rest = {}, np.float32(0), np.float32(1)
    for child in reversed(node.children):
        inner, covered = layers(child, t, rate, xs, ys)
        for leaf, part in inner.items():
            found[leaf] = found.get(leaf, 0) + (part if node.is_track else rest * part)
        total, rest = total + covered, rest * (1 - covered)
    return {leaf: own * part for leaf, part in found.items()}, own * (total if node.is_track else 1 - rest)


def kinds(node, t):
    """The kinds of transitions that are drawn in a node."""
    if not node.window[0] <= t < node.window[1]:
        return set()
    return {f.drawn.kind for f in node.factors if f.drawn and f.drawn.at(t) is not None}.union(*(kinds(each, t) for each in node.children))


def frames(answer, t):
    """How much of each leaf every pixel shows at a time of the output; where something is zoomed, for each aim of it."""
    global aim
    xs, ys = (np.arange(WIDTH) + .5) / WIDTH, (np.arange(HEIGHT) + .5) / HEIGHT
    for aim in AIMS if "zoom-in" in kinds(answer.root, t) else AIMS[:1]:
        found, _ = layers(answer.root, t, answer.rate, xs, ys)
        yield {leaf: np.broadcast_to(part, (HEIGHT, WIDTH)) for leaf, part in found.items()}
