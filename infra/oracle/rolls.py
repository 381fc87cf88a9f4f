"""rolls.py films|names|drawn WORK FOLDER: whether rolls are drawn with the names that lineages have.

`films`: writes FOLDER/rolled/NAME.otio for each film of FOLDER, which ends with its roll. `names`: FOLDER/named/NAME.otio for the NAME.roll of
each of those, a film that shows nothing and thanks just these people. Its roll is the same drawing, and planning it draws nothing new:
`drawn` counts that.
"""
import glob, os, sys
import deep
import generate


def ending(document, gap):
    """A document that rolls its credits once the gap is over."""
    clip = {"OTIO_SCHEMA": "Clip.2", "name": "Credits", "source_range": generate.span(0, 24, 24), "effects": [], "metadata": {},
            "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "Credits", "parameters": {"size": 0.02},
                                                   "available_range": None}}, "active_media_reference_key": "DEFAULT_MEDIA"}
    children = [{"OTIO_SCHEMA": "Gap.1", "source_range": gap}, clip]
    document["tracks"]["children"].append({"OTIO_SCHEMA": "Track.1", "kind": "Video", "name": "roll", "children": children, "metadata": {}})
    return document


def named(roll):
    """A film of nothing that thanks the people of a roll, under their roles; they are made up, all but their names."""
    people = []
    for block in filter(None, roll.split("\n\n")):
        role, *names = block.split("\n") if block.split("\n")[0] in generate.ROLES else ["", *block.split("\n")]
        people += [{"id": f"p{len(people) + i}", "name": name, **({"role": role} if role else {})} for i, name in enumerate(names)]
    document = {"OTIO_SCHEMA": "Timeline.1", "name": "named", "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": []},
                "metadata": {"patchwork": {"credits": people}}}
    return ending(document, generate.span(0, 24, 24))


def drawings(work):
    return {os.path.basename(path) for path in glob.glob(f"{work}/store/text/*")}


def films(work, folder):
    deep.pool(work)
    for path in sorted(glob.glob(f"{folder}/*.otio")):
        document = deep.read(path)
        rate = document["tracks"]["children"][0]["children"][0]["source_range"]["duration"]["rate"]
        frames = int(deep.planned(document).duration * generate.rate_of(rate))
        generate.write(f"{folder}/rolled/{os.path.basename(path)}", ending(document, generate.span(0, frames, rate)))


def names(work, folder):
    for path in sorted(glob.glob(f"{folder}/rolled/*.roll")):
        generate.write(f"{folder}/named/{os.path.basename(path)[:-5]}.otio", named(text(path)))
    if not os.path.exists(f"{folder}/drawn"):
        generate.write(f"{folder}/drawn", sorted(drawings(work)))


def text(path):
    with open(path) as file:
        return file.read()


def drawn(work, folder):
    planned = sorted(glob.glob(f"{folder}/named/*.json"), key=os.path.getmtime)
    equal = [path for path in planned if text(path[:-5] + ".roll") == text(path[:-5].replace("/named/", "/rolled/") + ".roll")]
    # Films are planned one after the other, and a drawing is there before the answer is.
    times = [os.path.getmtime(f"{work}/store/text/{name}") for name in drawings(work) - set(deep.read(f"{folder}/drawn"))]
    after = [[path for path in planned if os.path.getmtime(path) >= time] for time in times]
    others = {os.path.basename(paths[0])[:-5] for paths in after if paths}
    print(f"{len(glob.glob(folder + '/*.otio'))} rolls, {len(equal)} lineages of the same people, {len(equal) - len(others)} the same drawing; "
          f"drawn with others or in another order: {' '.join(sorted(others)) or 'none'}")


if __name__ == "__main__":
    what, work, folder = sys.argv[1:]
    for kind in ("rolled", "named"):
        os.makedirs(f"{folder}/{kind}", exist_ok=True)
    {"films": films, "names": names, "drawn": drawn}[what](work, folder)
