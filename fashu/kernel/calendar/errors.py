"""What the calendar refuses, each message in words a citizen or an officer can act on."""


class CalendarError(ValueError):
    """The time limit cannot be computed from what was given."""


class SpanError(CalendarError):
    """A length of time that is no length: zero, negative, absurd, or of the wrong unit."""


class MomentError(CalendarError):
    """A date where a moment is needed, a moment without its zone, or a year out of reach."""


class ExclusionError(CalendarError):
    """Excluded time that does not end, ends before it begins or lies before the term."""


class ExtensionError(CalendarError):
    """An extension decided before the term ran or after it had ended."""


class UnpublishedError(CalendarError):
    """A year whose days off the State Council has not announced, or the data do not hold."""


class ScheduleError(CalendarError):
    """A yearly notice that contradicts itself."""
