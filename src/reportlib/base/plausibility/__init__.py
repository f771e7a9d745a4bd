"""What a descriptor's schema cannot know: whether figures that are well formed can be true.

`reportlib check` calls `plausibility_faults`. A finding that is real, the figure standing so
at its source, is noted in the dataset's descriptor and then is no fault; a note of what is
found no more is one, so the book can show the notes. Figures are flagged, never changed.

    cells      text that a spreadsheet or the book's compilers would take for code
    figures    ranges, jumps, slips of a unit, breaks
    places     the same series twice, duplicates, codes that are no economy
    relations  wholes and parts, sets and subsets, ratios recomputed
"""

from __future__ import annotations

from reportlib.base.plausibility.audit import plausibility_faults

__all__ = ["plausibility_faults"]
