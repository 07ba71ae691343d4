"""What every line of a log goes through before it is written."""

import logging

from fashu.kernel.procedure.identity import mask_within


class MaskingFormatter(logging.Formatter):
    """Masks whatever looks like a resident's number, in traces too."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return mask_within(super().format(record))
