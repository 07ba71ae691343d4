"""Why somebody who came from the province's sign-on is not let in."""

import logging

LOG = logging.getLogger(__name__)

SILENT = "省统一身份认证现在没有给出有效的回应。请稍后再试，或者用账号和密码登录。"
DOUBTED = (
    "省统一身份认证的回应没有通过核验，所以没有采用。请从登录页重新开始；"
    "多次出现的，请联系本单位系统管理员。"
)


class ProvinceRefusedError(Exception):
    """The message is for the person at the screen, `reason` for whoever looks after the server.

    A reason never holds a code, a token or a secret.
    """

    def __init__(self, words: str, reason: str = "") -> None:
        super().__init__(words)
        self.reason = reason


class DoubtedError(ProvinceRefusedError):
    """The answer is not what was asked for: an attack, or a mistake in the settings."""


def silent(reason: str) -> ProvinceRefusedError:
    """The provider could not be asked, or said what it must not say."""
    LOG.warning("the province's sign-on: %s", reason)
    return ProvinceRefusedError(SILENT, reason)


def doubted(reason: str) -> DoubtedError:
    """The answer does not hold, and this is why."""
    LOG.warning("the province's sign-on, answer refused: %s", reason)
    return DoubtedError(DOUBTED, reason)
