"""Settings of an analysis that are chosen, not counted; each is a field of the form.

In: the texts of a form. Out: values by the names of parameters; and what there is to choose.
"""

from collections.abc import Mapping
from typing import Final

from crossroad_desktop.errors import ParameterError
from crossroad_desktop.pipeline.parameters import ORIENT_CHOICES, AnalysisParameters
from crossroad_desktop.server.form_messages import Choice

_FLAGS: Final = {"true": True, "false": False, "1": True, "0": False}
_MEANINGS: Final = {
    "flanks": "Whether conserved SSRs are listed with their flanks.",
    "keep_intermediate": "Whether files that repeat the input are written too.",
    "orient": "auto: genomes that lie on the other strand are turned; off: all stay as written.",
    "loci": "Whether loci are catalogued: the same place in every genome, and its repeat number.",
    "minisatellites": "Whether repeats with units of 7 to 100 bp are found too.",
}
CHOICE_FIELDS: Final = tuple(_MEANINGS)
"""Names of these settings, in the order in which `AnalysisParameters` declares them."""


def list_choices() -> list[Choice]:
    """All settings that are chosen, in the order of `CHOICE_FIELDS`."""
    return [_describe(name, default) for name, default in _defaults().items()]


def read_choices(texts: Mapping[str, str]) -> dict[str, object]:
    """The value of every choice; one that was not sent, or sent empty, has its default.

    Raises ParameterError for a switch that is neither on nor off. Other values are taken as they
    are sent: the parameters refuse those that there are not.
    """
    return {
        name: _read(name, texts.get(name, ""), default) for name, default in _defaults().items()
    }


def _defaults() -> dict[str, bool | str]:
    parameters = AnalysisParameters()
    return {name: getattr(parameters, name) for name in CHOICE_FIELDS}


def _describe(name: str, default: bool | str) -> Choice:
    if isinstance(default, bool):
        return Choice(name, str(default).lower(), list(_FLAGS), _MEANINGS[name])
    return Choice(name, default, list(ORIENT_CHOICES), _MEANINGS[name])


def _read(name: str, text: str, default: bool | str) -> bool | str:
    sent = text.strip()
    if not sent:
        return default
    if not isinstance(default, bool):
        return sent
    if sent.lower() not in _FLAGS:
        raise ParameterError(f"{name} is {text!r}: it must be true or false.", field=name)
    return _FLAGS[sent.lower()]
