"""Which share of the frame comes in at a progress, in transitions of FFmpeg's xfade that are no straight line: its formulas, integrated."""
from fractions import Fraction as F
import numpy as np

STEPS = 24
OPPOSITE = {"circle-open": "circle-close", "circle-close": "circle-open"}
CROPS = ("rectangle-crop", "circle-crop")
BENT = ("circle-open", "circle-close", "smooth-up", "radial", "zoom-in")
X, Y = np.meshgrid((np.arange(640) + .5) / 40 - 8, (np.arange(360) + .5) / 40 - 4.5)
RADIUS = np.hypot(X, Y) / np.hypot(8, 4.5)


def smoothstep(u):
    u = np.clip(u, 0, 1)
    return u * u * (3 - 2 * u)


def incoming(kind, p):
    left = 1 - p
    return float({
        "circle-open": lambda: 1 - smoothstep(RADIUS + (left - .5) * 3).mean(),
        "circle-close": lambda: smoothstep(RADIUS + (p - .5) * 3).mean(),
        "smooth-up": lambda: smoothstep((Y + 4.5) / 9 + 2 * p - 1).mean(),
        "radial": lambda: smoothstep(np.arctan2(X, Y) - (left - .5) * np.pi * 2.5).mean(),
        "zoom-in": lambda: 1 - smoothstep(2 * left),
        # How much of the frame a circle has, by how far it is from the middle of the transition.
        "circle-crop": lambda: (RADIUS <= p ** 3).mean(),
    }[kind]())


def table(kind, memo={}):
    if kind not in memo:
        inner = [F(round(incoming(kind, k / STEPS) * 10 ** 4), 10 ** 4) for k in range(1, STEPS)]
        memo[kind] = [F(0), *inner, F(1)]
    return memo[kind]
