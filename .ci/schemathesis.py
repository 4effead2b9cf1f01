"""What schemathesis cannot be told by its configuration."""

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import CoverageScenario


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A header that nobody asked about is passed over, as RFC 9110 (section 5.1) has it.

    schemathesis knows this, but not where a number stands in another header: sent as text, it no longer fits its schema.
    """
    if not isinstance(failure, AcceptedNegativeData) or case.meta is None:
        return True
    data = case.meta.phase.data
    return not (
        getattr(data, "scenario", None) == CoverageScenario.OBJECT_UNEXPECTED_PROPERTIES
        and data.parameter_location == ParameterLocation.HEADER
    )
