"""Identity documents (证件) and 统一社会信用代码: checking a number, masking it, and its token.

A number itself never stands in an event. What stands there is a token: the kind of document, the
masked number and a keyed digest by which the sealed number is found, e.g.
`resident:110105********002X:5f0c…`. Where no key is at hand (a what-if, a scenario) the digest is
empty. Pure: the key, the seal and the register are `kernel.registry`'s.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError


class Document(StrEnum):
    """The kinds of identity document that a person may show."""

    RESIDENT = "resident"
    RESIDENCE = "residence"
    HK_MACAO = "hk_macao"
    TAIWAN = "taiwan"
    PASSPORT = "passport"
    PERMANENT = "permanent"

    @property
    def label(self) -> str:
        """Its name on pages."""
        return TITLES[self]


TITLES = {
    Document.RESIDENT: "居民身份证",
    Document.RESIDENCE: "港澳台居民居住证",
    Document.HK_MACAO: "港澳居民来往内地通行证",
    Document.TAIWAN: "台湾居民来往大陆通行证",
    Document.PASSPORT: "护照",
    Document.PERMANENT: "外国人永久居留身份证",
}

PROVINCES = frozenset(
    f"{area}{place}"
    for area, places in zip(
        "1234569", ("12345", "123", "1234567", "123456", "01234", "12345", "9"), strict=True
    )
    for place in places
)
"""GB/T 2260 的省级代码；99 is 示范省, which no place has: such a number is nobody's."""

OUTSIDE = ("810000", "820000", "830000")
"""香港、澳门、台湾 as the first six digits of a 港澳台居民居住证."""

_PATTERNS = {
    Document.HK_MACAO: (re.compile(r"[HM]\d{8}(\d{2})?"), "应为H或者M加8位（旧证10位）数字"),
    Document.TAIWAN: (re.compile(r"\d{8}|\d{10}[A-Z]?"), "应为8位数字，旧证为10位数字和一个字母"),
    Document.PASSPORT: (re.compile(r"(?=.*\d)[A-Z0-9]{5,17}"), "应为5至17位字母和数字"),
}
_OLD_PERMANENT = re.compile(r"[A-Z]{3}\d{12}")
_TOKEN = re.compile(rf"({'|'.join(Document)}):([A-Z0-9]+\*+[A-Z0-9]+):([0-9a-f]{{32}})?")
_LONG, _SHORT = 18, 15


@dataclass(frozen=True, slots=True)
class Token:
    """What stands for a number everywhere outside the seal. `ref` is empty without a key."""

    document: Document
    masked: str
    ref: str = ""

    def __str__(self) -> str:
        return f"{self.document}:{self.masked}:{self.ref}"

    @property
    def words(self) -> str:
        """As pages and papers show it: 居民身份证 110105********002X."""
        return f"{self.document.label} {self.masked}"


def token_of(text: str) -> Token | None:
    """The token that a text is, or None."""
    found = _TOKEN.fullmatch(text)
    return Token(Document(found[1]), found[2], found[3] or "") if found else None


def shown(text: str) -> str:
    """An answer for people to read: a token in words, anything else masked."""
    token = token_of(text)
    return token.words if token else mask_within(text)


def read(text: str) -> tuple[Document, str]:
    """The document and its canonical number from what was typed: `passport:E12345678`, or a
    number alone, whose kind then follows from its form.

    Raises ValueError with words that follow the title of the question.
    """
    kind, colon, rest = text.partition(":")
    if colon and kind in set(Document):
        return Document(kind), canonical(Document(kind), rest)
    number = plain(text)
    if "*" in number:
        raise ValueError("只有隐藏后的号码，请填写完整的号码")
    document = _inferred(number)
    return document, canonical(document, number)


def plain(text: str) -> str:
    """Half-width, upper case, without the spaces and hyphens that people put in."""
    return re.sub(r"[\s\-‐－]", "", unicodedata.normalize("NFKC", text)).upper()


def _inferred(number: str) -> Document:
    if len(number) in (_SHORT, _LONG) and number[:-1].isdecimal():
        return Document.RESIDENCE if number.startswith(OUTSIDE) else Document.RESIDENT
    patterns = ((Document.HK_MACAO, r"[HM]\d{8}(\d{2})?"), (Document.TAIWAN, r"\d{8}"))
    fitting = (document for document, form in patterns if re.fullmatch(form, number))
    return next(fitting, Document.PASSPORT)


def canonical(document: Document, text: str) -> str:
    """The one way this number is written; 15 digits become 18. Raises ValueError in words."""
    number = plain(text)
    match document:
        case Document.RESIDENT:
            return _resident(lengthened(number) if len(number) == _SHORT else number)
        case Document.RESIDENCE:
            if not number.startswith(OUTSIDE):
                raise ValueError(f"：居住证号码以{'、'.join(OUTSIDE)}开头")
            return _checked(number)
        case Document.PERMANENT:
            if _OLD_PERMANENT.fullmatch(number):
                return number
            if not number.startswith("9"):
                raise ValueError("应为9开头的18位号码，旧证为3个字母加12位数字")
            return _checked(number)
        case _:
            pattern, words = _PATTERNS[document]
            if not pattern.fullmatch(number):
                raise ValueError(words)
            return number


def _resident(number: str) -> str:
    checked = _checked(number)
    if checked[:2] not in PROVINCES:
        raise ValueError("的前两位不是省级行政区划代码，请核对")
    return checked


def _checked(number: str) -> str:
    """18 characters with a real birthday and the right check digit (GB 11643)."""
    if len(number) != _LONG:
        raise ValueError(f"应为18位，现有{len(number)}位")
    if not (number[:-1].isascii() and number[:-1].isdecimal()):
        raise ValueError("前17位应为数字")
    try:
        ric.get_birth_date(number)
    except ValidationError:
        raise ValueError("中的出生日期不存在，请核对第7至14位") from None
    if number[-1] != ric.calc_check_digit(number):
        raise ValueError("的校验位不符，请核对是否抄错")
    return number


def lengthened(number: str) -> str:
    """A 15-digit number of the first generation in 18: the century 19 and the check digit."""
    if not (number.isascii() and number.isdecimal()):
        raise ValueError("应为18位，或者旧证的15位数字")
    longer = f"{number[:6]}19{number[6:]}"
    return longer + ric.calc_check_digit(longer + "0")


def mask(number: str) -> str:
    """The number with its middle hidden: 110105********002X, E*****78."""
    if len(number) == _LONG:
        return f"{number[:6]}{'*' * 8}{number[-4:]}"
    kept = 2 if len(number) > 6 else 1
    return f"{number[:kept]}{'*' * (len(number) - 2 * kept)}{number[-kept:]}"


def masked(text: str) -> str:
    """The canonical answer that a pure check gives: a token, its digest empty if not sealed.

    Raises ValueError with words that follow the title of the question.
    """
    token = token_of(text)
    if token is None:
        document, number = read(text)
        token = Token(document, mask(number))
    return str(token)


def born(document: Document, number: str) -> date | None:
    """The birthday that a number holds, where its kind of document holds one."""
    holds = document in (Document.RESIDENT, Document.RESIDENCE)
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if holds else None


def is_male(document: Document, number: str) -> bool | None:
    """The sex that a number holds: the last but one digit, odd for men (GB 11643)."""
    holds = document in (Document.RESIDENT, Document.RESIDENCE)
    return bool(int(number[-2]) % 2) if holds else None


def contradictions(
    document: Document, number: str, *, birthday: date | None = None, male: bool | None = None
) -> tuple[str, ...]:
    """What a form says otherwise than the number, in words."""
    by_number, sex = born(document, number), is_male(document, number)
    found = []
    if birthday and by_number and birthday != by_number:
        found.append(f"出生日期{birthday}与证件号码中的{by_number}不一致")
    if male is not None and sex is not None and male is not sex:
        found.append(f"性别与证件号码不一致：号码表明为{'男' if sex else '女'}")
    return tuple(found)


def credit_code(text: str) -> str:
    """A 统一社会信用代码 in its canonical form (GB 32100). Raises ValueError in words."""
    code = plain(text)
    if len(code) != _LONG:
        raise ValueError(f"应为18位，现有{len(code)}位")
    try:
        return str(uscc.validate(code))
    except ValidationError:
        raise ValueError("的校验位或者字符不符，请与营业执照核对") from None


_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])([1-9]\d{5})(?:(?:18|19|20)\d{9}[0-9Xx]|\d{2}[01]\d[0-3]\d\d{3})(?![0-9A-Za-z])"
)


def mask_within(text: str) -> str:
    """A text with whatever looks like a resident's number masked, for logs and free words."""
    return _NUMBERS.sub(lambda m: f"{m[1]}{'*' * (len(m[0]) - 10)}{m[0][-4:]}", text)
