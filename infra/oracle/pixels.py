"""pixels.py FFMPEG FILM.mp4 TIMELINE.otio: mean colour of each frame against the oracle's sum of share × colour, in 255ths."""
import bisect, json, subprocess, sys
from fractions import Fraction as F
import numpy as np
from oracle import ASSETS, evaluate, value

# What a renderer may do with red, green and blue on their way to limited 8-bit YUV and back.
LUMA = np.array([0.2126, 0.7152, 0.0722])


def ycbcr(rgb):
    rgb = np.asarray(rgb, float) / 255
    y = rgb @ LUMA
    return np.array([16 + 219 * y, 128 + 224 * (rgb[2] - y) / 1.8556, 128 + 224 * (rgb[0] - y) / 1.5748])


def colour_of(leaf):
    if leaf.kind == "asset":
        return ASSETS[leaf.name].colour
    text = leaf.colour.lstrip("#")
    return tuple(int(text[i:i + 2], 16) for i in (0, 2, 4))


def frames(ffmpeg, film):
    said = subprocess.run([ffmpeg, "-i", film], capture_output=True, text=True).stderr
    size = next(word for line in said.splitlines() if "Video:" in line for word in line.replace(",", " ").split()
                if "x" in word and word.split("x")[0].isdigit() and word.split("x")[1].isdigit() and int(word.split("x")[0]) > 1)
    width, height = map(int, size.split("x"))
    raw = subprocess.run([ffmpeg, "-v", "error", "-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo",
                          "-pix_fmt", "yuv444p", "-"], capture_output=True).stdout
    planes = np.frombuffer(raw, np.uint8).reshape(-1, 3, height * width)
    # A crop's black is coded below black, and shown as black.
    return np.concatenate([np.maximum(planes[:, :1], 16), planes[:, 1:]], 1).mean(2)


if __name__ == "__main__":
    with open(sys.argv[3]) as file:
        answer = evaluate(json.load(file))
    shown, worst = frames(sys.argv[1], sys.argv[2]), []
    for n in range(len(shown)):
        t = (n + F(1, 2)) / answer.rate
        total, rest = np.zeros(3), 1.0
        for leaf in answer.leaves:
            for a, b, p in leaf.spans:
                if a <= t < b:
                    part = float(value(p, t))
                    rest -= part
                    total += part * ycbcr(colour_of(leaf))
        total += rest * ycbcr((0, 0, 0))
        worst.append((float(np.abs(total - shown[n]).max()), n, [round(x, 2) for x in total], [round(float(x), 2) for x in shown[n]]))
    wanted = int(answer.duration * answer.rate)
    over = sum(w[0] > 2 for w in worst)
    print(f"{sys.argv[3].split('/')[-1]}: {len(shown)} of {wanted} frames, worst {max(worst)[0]:.2f} of 255, {over} over 2",
          *([f"\n    frame {w[1]}: {w[3]}, not {w[2]}" for w in sorted(worst, reverse=True)[:3]] if over else []))
