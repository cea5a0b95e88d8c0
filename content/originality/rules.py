"""When two posts count as near-duplicates, and how they are looked for (R-029). Pure."""

from __future__ import annotations

from datetime import timedelta

# Texts: shingles of so many units (a Chinese character, or a word), their smallest hashes in so many bins; the bins
# in bands of so many. Two texts that share one band in whole are compared. With a Jaccard likeness of 0.5 that is
# missed once in 14 times, of 0.7 once in 3,000.
SHINGLE, BINS, ROWS = 2, 60, 3
BANDS = BINS // ROWS
# Below so many units a text says too little to be called a copy.
LEAST_UNITS = 12
TEXT_LIMIT = 4000
COMPARED = 40
# Percent of likeness (rapidfuzz ratio) from which a text is shown.
TEXT_ALIKE = 75

# Pictures: 128 bits of gradients, left to right and top to bottom; ten bands, so that every picture that differs in
# nine bits or fewer is found, and of those that differ in twelve about 96 in a hundred.
HASH_EDGE, HASH_BITS, PICTURE_BANDS, BAND_BITS = 8, 128, 10, 13
PICTURE_DISTANCE = 12
# A picture of one colour has no gradients, and would be like every other one.
LEAST_BITS = 6
SHOWN = 5

# Versions that were submitted within so long and have no print yet are looked at with every sweep.
LOOKED_BACK = timedelta(days=7)
PER_SWEEP = 200
# A post that was submitted earlier counts, unless it is another version of the same draft.
TEXT, PICTURE = "text", "picture"
