"""draw.py FFMPEG FOLDER TIMELINE: prints an SVG of the folder's film.mp4 and lineage.json, under the name of the timeline.

Above is a filmstrip; a line leads from each frame to its time. Below is a row for each contributor, with a bar wherever the
lineage says that their work is seen, heard or read. Times and heights are exact fractions until they are written as pixels.
"""

import base64
import json
import math
import pathlib
import subprocess
import sys
from fractions import Fraction
from html import escape

FRAMES = 8
WIDTH, MARGIN = 960, 16
LEFT, RIGHT = 204, 864  # of the time axis
STRIP_TOP, PERFORATION, SEPARATOR, LEADER = 50, 9, 2, 28
BAR, GAP, ROW = 26, 6, 48  # the height of a full bar, the space between bars, the least height of a row
MEDIA = {"video": ("seen", "#0072b2"), "audio": ("heard", "#e69f00"), "text": ("read", "#cc79a7")}
GREY = "#8c959f"
INK, FAINT, LINE = "#1f2328", "#59636e", "#d1d9e0"


def interval(stretch):
    return tuple(Fraction(end) for end in stretch["out"])


def factors(use):
    return [tuple(Fraction(end) for end in factor) for factor in use["weight"]]


def weight(use, at):
    """The product of a use's factors; `at` is 0 at the start of the use and 1 at its end."""
    return math.prod((start + (end - start) * at for start, end in factors(use)), start=Fraction(1))


def mean_weight(use):
    product = [Fraction(1)]  # a polynomial in `at`, the constant first
    for start, end in factors(use):
        product = [start * a + (end - start) * b for a, b in zip(product + [0], [0] + product)]
    return sum(coefficient / (power + 1) for power, coefficient in enumerate(product))


def is_present(use):
    return Fraction(use["visible"]) > 0 and mean_weight(use) > 0


def changes(stretch):
    return any(start != end for start, end in factors(stretch))


def is_curved(stretch):
    return sum(start != end for start, end in factors(stretch)) > 1


def length(stretches):
    """How long at least one of them is on."""
    total = reached = Fraction(0)
    for start, end in sorted(map(interval, stretches)):
        total += max(end, reached) - max(start, reached)
        reached = max(end, reached)
    return total


def lanes(stretches):
    """As few lists as can be, in none of which two stretches overlap."""
    found = []
    for stretch in sorted(stretches, key=interval):
        free = (lane for lane in found if interval(lane[-1])[1] <= interval(stretch)[0])
        lane = next(free, None)
        if lane is None:
            found.append(lane := [])
        lane.append(stretch)
    return found


def seconds(time):
    return f"{float(round(time, 1))} s"


def number(value):
    return f"{float(round(Fraction(value), 2)):g}"


def text(x, y, words, **attributes):
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{number(x)}" y="{number(y)}"{more}>{escape(words)}</text>'


def rectangle(x, y, width, height, fill, **attributes):
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
            f' fill="{fill}"{more}/>')


class Picture:
    def __init__(self, ffmpeg, film, lineage, title):
        self.ffmpeg, self.film, self.lineage, self.title = ffmpeg, film, lineage, title
        self.duration = Fraction(lineage["duration"])
        self.rate = Fraction(lineage["frameRate"])
        self.uses = [use for use in lineage["uses"] if is_present(use)]
        self.generated = [dict(stretch, weight=[]) for stretch in lineage["generated"]
                          if stretch["medium"] == "video" and Fraction(stretch["visible"]) > 0]
        self.seen = [use for use in self.uses if use["medium"] == "video"] + self.generated
        sounds = [use for use in self.uses if use["medium"] == "audio"]
        self.loudest = max([Fraction(1)] + [weight(use, at) for use in sounds for at in (0, 1)])
        self.shown = [int(self.duration * self.rate * k / FRAMES) for k in range(FRAMES)]
        self.frame_width = Fraction(WIDTH - 2 * MARGIN, FRAMES)
        self.frame_height = (self.frame_width - SEPARATOR) * 9 / 16
        self.strip_bottom = STRIP_TOP + self.frame_height + 2 * PERFORATION

    def x(self, time):
        return LEFT + (RIGHT - LEFT) * time / self.duration

    def people(self):
        """Contributors with their roles and uses: first who is seen, then who is heard, in order of appearance."""
        people = {}
        for credit in self.lineage["credits"]:
            for contributor in credit["contributors"]:
                name, roles, uses = people.setdefault(contributor["id"], (contributor["name"], [], []))
                if contributor.get("role") and contributor["role"] not in roles:
                    roles.append(contributor["role"])
                uses += (use for use in self.uses if use["asset"] == credit["asset"])
        return sorted(people.values(), key=lambda person: min(
            ((list(MEDIA).index(use["medium"]), interval(use)[0]) for use in person[2]), default=(len(MEDIA), 0)))

    def jpeg(self, frame):
        return subprocess.run(
            [self.ffmpeg, "-v", "error", "-i", self.film, "-frames:v", "1", "-vf",
             f"select=eq(n\\,{frame}),scale=256:144:flags=bicubic+accurate_rnd+bitexact,format=yuvj420p",
             "-q:v", "3", "-threads", "1", "-bitexact", "-f", "mjpeg", "-"],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout

    def strip(self):
        yield rectangle(MARGIN, STRIP_TOP, WIDTH - 2 * MARGIN, self.strip_bottom - STRIP_TOP, "#24292f", rx=3)
        for y in (STRIP_TOP + 2.5, self.strip_bottom - PERFORATION + 2.5):
            yield (f'<path d="M{MARGIN + 4} {number(y + 2)}H{WIDTH - MARGIN - 3}" stroke="#fff" stroke-width="4"'
                   ' stroke-dasharray="6 6"/>')
        for position, frame in enumerate(self.shown):
            data = base64.b64encode(self.jpeg(frame)).decode()
            yield (f'<image x="{number(MARGIN + position * self.frame_width + SEPARATOR / 2)}" y="{STRIP_TOP + PERFORATION}"'
                   f' width="{number(self.frame_width - SEPARATOR)}" height="{number(self.frame_height)}"'
                   f' preserveAspectRatio="none" href="data:image/jpeg;base64,{data}"/>')

    def axis(self, bottom):
        top = self.strip_bottom + LEADER
        for position, frame in enumerate(self.shown):
            middle, x = MARGIN + (position + Fraction(1, 2)) * self.frame_width, self.x(frame / self.rate)
            yield (f'<path d="M{number(middle)} {number(self.strip_bottom)}L{number(x)} {number(top)}" stroke="{GREY}"/>')
        for time in [frame / self.rate for frame in self.shown] + [self.duration]:
            x = self.x(time)
            yield f'<path d="M{number(x)} {number(top + 18)}V{number(bottom)}" stroke="{LINE}"/>'
            yield text(x, top + 14, number(time) + " s", fill=FAINT, font_size=12, text_anchor="middle")

    def covering(self, stretch):
        """All that changes over a stretch of picture that has no changing weight: the stretch is what they leave of the frame.

        Empty where something else does not change, either: then only the average of the stretch is known.
        """
        start, end = interval(stretch)
        others = [other for other in self.seen
                  if other is not stretch and interval(other)[0] < end and interval(other)[1] > start]
        is_rest = not changes(stretch) and all(
            changes(other) and interval(other)[0] <= start and end <= interval(other)[1] for other in others)
        return others if is_rest else []

    def height(self, stretch, time):
        """A share of a full bar: of pictures the share of the frame, of sounds the gain, of texts all."""
        start, end = interval(stretch)
        at = (time - start) / (end - start)
        if stretch["medium"] == "audio":
            return weight(stretch, at) / self.loudest
        if stretch["medium"] == "text":
            return Fraction(1)
        if covering := self.covering(stretch):
            return 1 - sum(self.height(other, time) for other in covering)
        return Fraction(stretch["visible"]) * weight(stretch, at) / mean_weight(stretch)

    def outline(self, lane):
        """The points of a lane's bars, time and height; every bar begins and ends at zero."""
        points = []
        for stretch in lane:
            start, end = interval(stretch)
            if points and points[-1][0] == start:
                points.pop()
            else:
                points.append((start, Fraction(0)))
            covering = self.covering(stretch) if stretch["medium"] == "video" else []
            steps = 8 if any(map(is_curved, covering + [stretch])) else 1
            times = [start + (end - start) * step / steps for step in range(steps + 1)]
            points += [(time, self.height(stretch, time)) for time in times] + [(end, Fraction(0))]
        return points

    def bars(self, lane, y, fill):
        points = " ".join(f"{number(self.x(time))},{number(y + BAR * (1 - height))}" for time, height in self.outline(lane))
        return f'<polygon points="{points}" fill="{fill}"/>'

    def row(self, top, name, below, bars):
        """The drawing and the bottom of a row; bars are a lane's stretches, colour and words each."""
        bottom = top + max(ROW, len(bars) * (BAR + GAP) + 2 * GAP)
        drawn = [f'<path d="M{MARGIN} {number(top)}H{WIDTH - MARGIN}" stroke="{LINE}"/>']
        middle = (top + bottom) / 2
        drawn.append(text(MARGIN, middle - 3, name, font_size=14))
        drawn.append(text(MARGIN, middle + 13, below, fill=FAINT, font_size=12))
        y = middle - Fraction(len(bars) * (BAR + GAP) - GAP, 2)
        for stretches, fill, words in bars:
            drawn.append(f'<path d="M{LEFT} {number(y + BAR)}H{RIGHT}" stroke="{LINE}"/>')
            drawn.append(self.bars(stretches, y, fill))
            drawn.append(text(WIDTH - MARGIN, y + BAR / 2 + 4, words, fill=FAINT, font_size=12, text_anchor="end"))
            y += BAR + GAP
        return drawn, bottom

    def rows(self, top):
        drawn = []
        for name, roles, uses in self.people():
            bars = []
            for medium, (verb, fill) in MEDIA.items():
                of_medium = [use for use in uses if use["medium"] == medium]
                for index, lane in enumerate(lanes(of_medium)):
                    bars.append((lane, fill, f"{verb} {seconds(length(of_medium))}" if index == 0 else ""))
            more, top = self.row(top, name, ", ".join(roles), bars)
            drawn += more
        if self.generated:
            kinds = ", ".join(sorted({stretch["generator"] for stretch in self.generated}))
            bars = [(lane, GREY, f"seen {seconds(length(self.generated))}" if index == 0 else "")
                    for index, lane in enumerate(lanes(self.generated))]
            more, top = self.row(top, "Nobody's work", kinds, bars)
            drawn += more
        return drawn, top

    def legend(self, y):
        media = {use["medium"] for use in self.uses}
        words = {"video": "seen: the height is the share of the frame", "audio": "heard: the height is the gain",
                 "text": "read: a subtitle is on"}
        x = LEFT
        for medium, (_, fill) in MEDIA.items():
            if medium in media:
                yield rectangle(x, y - 10, 12, 12, fill)
                yield text(x + 18, y, words[medium], fill=FAINT, font_size=12)
                x += 330

    def svg(self):
        rows, bottom = self.rows(self.strip_bottom + LEADER + 22)
        total = bottom + 40
        people = len(self.people())
        frames = int(self.duration * self.rate)
        facts = f"{number(self.duration)} s, {frames} frames, the work of {people} contributors"
        yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {number(total)}" width="{WIDTH}"'
               f' height="{number(total)}" role="img" font-family="Helvetica, Arial, sans-serif" fill="{INK}">')
        yield f"<title>{escape(self.title)}: {facts}</title>"
        yield rectangle(0.5, 0.5, WIDTH - 1, total - 1, "#ffffff", rx=8, stroke=LINE)
        yield (f'<text x="{MARGIN}" y="32" font-size="20" font-weight="bold">{escape(self.title)}'
               f'<tspan dx="14" font-size="14" font-weight="normal" fill="{FAINT}">{facts}</tspan></text>')
        yield from self.strip()
        yield from self.axis(bottom)
        yield from rows
        yield f'<path d="M{MARGIN} {number(bottom)}H{WIDTH - MARGIN}" stroke="{LINE}"/>'
        yield from self.legend(bottom + 25)
        yield "</svg>"


def main():
    ffmpeg, folder, timeline = sys.argv[1:]
    folder = pathlib.Path(folder)
    lineage = json.loads((folder / "lineage.json").read_text())
    title = json.loads(pathlib.Path(timeline).read_text())["name"]
    print("\n".join(Picture(ffmpeg, folder / "film.mp4", lineage, title).svg()))


if __name__ == "__main__":
    main()
