"""Makes the two interface fonts from the Debian package fonts-inter.

Usage: make.py FOLDER_WITH_INTER_OTF OUTPUT_FOLDER   (needs fonttools 4.68)

The result holds the Latin, punctuation, arrow and sign characters that the window uses, and its digits all have
the same width: the substitutions of the feature "tnum" are written into the character map, because the window
cannot switch features on.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x1E00, 0x1EFF), (0x2000, 0x206F),
    (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF),
    (0x25A0, 0x25FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF),
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "case"]


def tabular(font):
    """The glyphs that "tnum" would put in the place of others."""
    table = font["GSUB"].table
    lookups = [i for record in table.FeatureList.FeatureRecord if record.FeatureTag == "tnum"
               for i in record.Feature.LookupListIndex]
    swaps = {}
    for number in sorted(set(lookups)):
        for part in table.LookupList.Lookup[number].SubTable:
            part = getattr(part, "ExtSubTable", part)
            swaps.update(getattr(part, "mapping", {}))
    return swaps


def make(source, target):
    font = TTFont(source, recalcTimestamp=False)
    swaps = tabular(font)
    for part in font["cmap"].tables:
        for character in range(0x30, 0x3A):
            if part.cmap.get(character) in swaps:
                part.cmap[character] = swaps[part.cmap[character]]
    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], recalc_timestamp=False, hinting=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for low, high in RANGES for c in range(low, high + 1)])
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for style in ("Regular", "SemiBold"):
        make(source / f"Inter-{style}.otf", target / f"Inter-{style}.otf")
