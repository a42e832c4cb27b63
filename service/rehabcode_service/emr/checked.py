"""Resources that are checked before they leave, and before they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from rehabcode_service.emr.required_codes import wrong_codes

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_ELEMENT = re.compile("[a-z][A-Za-z]*")


class WrongResource(ValueError):
    """A resource that is not what FHIR R4B says. `places` are paths of elements, with nothing that was sent."""

    def __init__(self, kind: str, places: tuple[str, ...]) -> None:
        super().__init__(f"not right for FHIR R4B: {', '.join(places)}")
        self.kind = kind
        self.places = places


def checked(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Return the resource as it is, checked as what its `resourceType` says.

    Raises WrongResource where its shape or a required code is wrong, and KeyError for a type that R4B does not have.
    """
    kind = str(resource["resourceType"])
    try:
        get_fhir_model_class(kind).model_validate(resource)
        wrong = wrong_codes(resource)
    except ValidationError as error:
        wrong = tuple(dict.fromkeys(_place(kind, each) for each in error.errors(include_input=False)))
        raise WrongResource(kind, wrong) from None  # the error's own message holds what was sent
    except RecursionError:
        raise WrongResource(kind, (kind,)) from None  # no document nests so deep
    if wrong:
        raise WrongResource(kind, wrong)
    return dict(resource)


def _place(kind: str, error: ErrorDetails) -> str:
    """Return the path of the element that is wrong, or of the one around a name that the caller made up."""
    place = kind
    for part in error["loc"][:-1] if error["type"] == "extra_forbidden" else error["loc"]:
        if isinstance(part, int):
            place += f"[{part}]"
        elif _ELEMENT.fullmatch(part):
            place += f".{part}"
    return place
