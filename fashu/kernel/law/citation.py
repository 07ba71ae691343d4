"""A place in a statute as a value that can be printed, compared and resolved.

Only the value lives here. Reading citations out of text is `parse.py`; finding the words
they point to is the library's work.
"""

from dataclasses import dataclass, replace
from datetime import date

from fashu.kernel.law.numerals import to_chinese


@dataclass(frozen=True, slots=True)
class Law:
    """A statute (法律、法规、规章、司法解释) that provisions are cited from.

    `title` is the official title without 《》 and without 中华人民共和国.
    `edition` names one version by the day it came into force; None means "whichever
    version is in force on the day asked about".
    `house` marks a rule that is no statute (a platform rule, a contract): no library holds it.
    """

    title: str
    edition: date | None = None
    house: bool = False

    def art(
        self,
        article: int,
        paragraph: int | None = None,
        item: int | None = None,
        *,
        inserted: int = 0,
        point: int | None = None,
    ) -> "Citation":
        """第 article 条(之 inserted) 第 paragraph 款 第(item)项 第 point 目."""
        return Citation(self, article, inserted, paragraph, item, point)

    def __str__(self) -> str:
        """The title in book-title marks, those inside it single: 《…适用〈刑法〉的解释》."""
        return f"《{self.title.replace('《', '〈').replace('》', '〉')}》"


@dataclass(frozen=True, slots=True)
class Citation:
    """第几条、第几款、第几项 of a law. Numbers count from 1; `inserted` is the 之一 number."""

    law: Law
    article: int
    inserted: int = 0
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None

    def __str__(self) -> str:
        """The standard form, e.g. 《行政复议法》第三十条第三款."""
        return f"{self.law}{self.place}"

    @property
    def place(self) -> str:
        """The place without the law: 第一百二十条之一第二款第三项.

        立法技术规范（试行）（一）: a cited 项 is written without its brackets, 第三项.
        """
        after = f"之{to_chinese(self.inserted)}" if self.inserted else ""
        smaller = ((self.paragraph, "款"), (self.item, "项"), (self.point, "目"))
        named = "".join(f"第{to_chinese(n)}{unit}" for n, unit in smaller if n is not None)
        return f"第{to_chinese(self.article)}条{after}{named}"

    @property
    def whole_article(self) -> "Citation":
        """The article this place belongs to."""
        return replace(self, paragraph=None, item=None, point=None)
