"""pixels.py FFMPEG FILM.mp4 TIMELINE.otio: every frame against the oracle's drawing of it, as a whole and inside of each layer, in 255ths.

pixels.py WORK FFMPEG FILM.mp4 TIMELINE.otio [...]: films of films (flat ones of generate.py). The mean colour of every frame against
the sum of share and colour, of the assets that the renders are of.
"""
import json, subprocess, sys
from fractions import Fraction as F
import numpy as np
import deep
import draw
from draw import HEIGHT, WIDTH
from oracle import ASSETS, evaluate

# What a renderer may do with red, green and blue on their way to limited 8-bit YUV and back.
LUMA = np.array([0.2126, 0.7152, 0.0722])
# What the films of make-store hold: FFmpeg's source rounds their colours.
CODED = {"va": (62, 102, 239), "vb": (94, 85, 77), "vc": (31, 239, 117), "vd": (217, 16, 138), "ve": (188, 153, 15), "vt": (78, 213, 229)}
EDGE = 4  # pixels around an edge, where pictures are scaled and chroma is halved
FLAT = 4  # 255ths between the pixels around one, at most, for it to be inside
FEW = 400  # pixels, too few to tell a mean


def ycbcr(rgb):
    rgb = np.asarray(rgb, float) / 255
    y = rgb @ LUMA
    return np.array([16 + 219 * y, 128 + 224 * (rgb[2] - y) / 1.8556, 128 + 224 * (rgb[0] - y) / 1.5748])


def in_gamut(yuv):
    """A colour after a way through 8-bit RGB, which has none that is more saturated."""
    y, b, r = (yuv[0] - 16) / 219, (yuv[1] - 128) / 224 * 1.8556, (yuv[2] - 128) / 224 * 1.5748
    return ycbcr(255 * np.clip([y + r, y - (LUMA[0] * r + LUMA[2] * b) / LUMA[1], y + b], 0, 1))


def colour_of(leaf):
    """Luma and chroma of a leaf."""
    if leaf.name in CODED:
        return np.array(CODED[leaf.name], float)
    if leaf.kind == "asset":
        return ycbcr(ASSETS[leaf.name].colour)
    text = leaf.colour.lstrip("#")
    return ycbcr([int(text[i:i + 2], 16) for i in (0, 2, 4)])


def frames(ffmpeg, film):
    """Frames as planes of YUV; a crop's black is coded below black, and shown as black."""
    with subprocess.Popen([ffmpeg, "-v", "error", "-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo",
                           "-pix_fmt", "yuv444p", "-"], stdout=subprocess.PIPE) as child:
        while raw := child.stdout.read(3 * HEIGHT * WIDTH):
            planes = np.frombuffer(raw, np.uint8).reshape(3, HEIGHT, WIDTH).astype(np.float32)
            planes[0] = np.maximum(planes[0], 16)
            yield planes


def spread(plane):
    """The difference between the pixels around each one."""
    low, high = plane, plane
    for axis in (0, 1):
        for step in (-1, 1, -2, 2, -1, 1):
            low, high = np.minimum(low, np.roll(low, step, axis)), np.maximum(high, np.roll(high, step, axis))
    return high - low


def drawing(weights, colour):
    """Planes of YUV of a drawing, and what of it nobody shows."""
    drawn, rest = np.zeros((3, HEIGHT, WIDTH), np.float32), np.ones((HEIGHT, WIDTH), np.float32)
    for leaf, part in weights.items():
        rest = rest - part
        drawn += part * colour(leaf).astype(np.float32)[:, None, None]
    return drawn + rest * ycbcr((0, 0, 0)).astype(np.float32)[:, None, None], rest


def compare(answer, n, shown):
    """How far a frame is from its drawing: as a whole, and at most inside of a layer, with that layer."""
    t = (n + F(1, 2)) / answer.rate
    all_ = list(draw.frames(answer, t))
    # Transitions are drawn in RGB where there is alpha.
    colours = [colour_of, lambda leaf: in_gamut(colour_of(leaf))] if draw.kinds(answer.root, t) else [colour_of]
    drawings, rests = zip(*(drawing(one, colour) for one in all_ for colour in colours))
    weights, rest = all_[0], rests[0]
    inside = np.max([spread(plane) for plane in drawings[0]], 0) <= FLAT

    def apart(at):
        seen, told = shown[:, at].mean(1), np.array([one[:, at].mean(1) for one in drawings])
        far = np.maximum(told.min(0) - seen, seen - told.max(0)).max()
        return max(0.0, float(far)), f"{seen.round(2)}, not {told[0].round(2)}"

    whole, worst = apart(np.ones((HEIGHT, WIDTH), bool)), (0, "")
    for leaf, part in weights.items():
        if leaf.name in ("bars", "text"):
            inside &= part == 0
    for name, part in [*((str(leaf), part) for leaf, part in weights.items()), ("black", rest)]:
        at = inside & (part > 1 / 255)
        if at.sum() >= FEW:
            far, told = apart(at)
            worst = max(worst, (far, f"{name}: {told}"))
    return whole, worst


def name_colour(name):
    """Luma and chroma of an asset or a generator."""
    if name in CODED:
        return np.array(CODED[name], float)
    text = name.removeprefix("colour #")
    rgb = ASSETS[name].colour if name in ASSETS else (0, 0, 0) if name == deep.BLACK else [int(text[i:i + 2], 16) for i in (0, 2, 4)]
    return ycbcr(rgb)


def flattened(work, ffmpeg, paths):
    """Each film of films against its shares, with how far the shares of its renders alone would be away."""
    known = deep.pool(work)
    for shown, path in zip(paths[::2], paths[1::2]):
        film, worst, count, through = deep.Film(deep.planned(deep.read(path))), (0, ""), 0, 0
        for n, planes in enumerate(frames(ffmpeg, shown)):
            parts = film.mean((n + F(1, 2)) / film.rate)
            told = sum(float(part) * name_colour(name) for name, part in parts.items() if name not in known)
            seen = planes.mean((1, 2))
            far = float(np.abs(seen - told).max())
            worst, count = max(worst, (far, f"frame {n} is {seen.round(2)}, not {told.round(2)}")), count + 1
            through += any(name in known for name in parts)
        print(f"{path.split('/')[-1]}: {count} of {int(film.duration * film.rate)} frames, {through} with renders; "
              f"worst {worst[0]:.2f} of 255{': ' + worst[1] if worst[0] > 2 else ''}")


if __name__ == "__main__" and len(sys.argv) > 4:
    flattened(sys.argv[1], sys.argv[2], sys.argv[3:])
elif __name__ == "__main__":
    with open(sys.argv[3]) as file:
        answer = evaluate(json.load(file))
    found = [(*compare(answer, n, shown), n) for n, shown in enumerate(frames(sys.argv[1], sys.argv[2]))]
    wanted = int(answer.duration * answer.rate)
    print(f"{sys.argv[3].split('/')[-1]}: {len(found)} of {wanted} frames; "
          f"as a whole worst {max(f[0][0] for f in found):.2f} of 255, {sum(f[0][0] > 2 for f in found)} over 2; "
          f"inside of a layer worst {max(f[1][0] for f in found):.2f}, {sum(f[1][0] > 2 for f in found)} over 2")
    for whole, worst, n in sorted(found, key=lambda f: max(f[0][0], f[1][0]), reverse=True)[:3]:
        if max(whole[0], worst[0]) > 2:
            print(f"    frame {n}: {whole[1]}; {worst[1]}")
