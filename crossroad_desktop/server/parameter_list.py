"""What can be set of an analysis, and sets of values that belong together.

In: the declarations of `AnalysisParameters`. Out: `ParameterList`, for a form that a user fills.
"""

from typing import Final

from crossroad_desktop.pipeline.parameters import LIMITS, AnalysisParameters
from crossroad_desktop.server.choices import list_choices
from crossroad_desktop.server.field_problems import WIRE_NAMES
from crossroad_desktop.server.form_messages import Parameter, ParameterList, Preset

_REPEATS: Final = "repeats"
_MEANINGS: Final = {
    "mono": (_REPEATS, "Least repeat number of a motif of 1 bp."),
    "di": (_REPEATS, "Least repeat number of a motif of 2 bp."),
    "tri": (_REPEATS, "Least repeat number of a motif of 3 bp."),
    "tetra": (_REPEATS, "Least repeat number of a motif of 4 bp."),
    "penta": (_REPEATS, "Least repeat number of a motif of 5 bp."),
    "hexa": (_REPEATS, "Least repeat number of a motif of 6 bp."),
    "min_len": ("bp", "Shortest genome that is analysed."),
    "max_len": ("bp", "Longest genome that is analysed."),
    "unfair": ("N", "Most N that an analysed genome may have."),
    "min_repeat_count": (
        "repeat numbers",
        "A hotspot has more different repeat numbers than this.",
    ),
    "min_genome_count": ("genomes", "A hotspot is seen in more genomes than this."),
}
_THRESHOLDS: Final = ("mono", "di", "tri", "tetra", "penta", "hexa")


def list_parameters() -> ParameterList:
    """Parameters that are numbers, and those that are chosen, as they are declared; and presets."""
    return ParameterList([_describe(name) for name in LIMITS], _presets(), list_choices())


def _describe(name: str) -> Parameter:
    unit, meaning = _MEANINGS[name]
    least, most = LIMITS[name]
    default = getattr(AnalysisParameters(), name)
    return Parameter(WIRE_NAMES.get(name, name), default, least, most, unit, meaning)


def _presets() -> list[Preset]:
    defaults = AnalysisParameters().min_repeats.values()
    return [
        Preset("Default", "What is searched for if nothing is set.", _thresholds(*defaults)),
        Preset(
            "croSSRoad 0.3.5 and older",
            "To compare with results of these versions.",
            _thresholds(10, 6, 4, 3, 2, 2),
        ),
        Preset(
            "Sensitive",
            "Motifs of 1 and 2 bp count from 8 and 10 bp on. Gives more SSRs and more hotspots, of "
            "which more are there by chance.",
            _thresholds(8, 5, 4, 3, 3, 2),
        ),
    ]


def _thresholds(*repeats: int) -> dict[str, int]:
    return dict(zip(_THRESHOLDS, repeats, strict=True))
