"""`fashu law`: import, show, search, list and check. Exit 0: yes; 1: no; 2: unusable input."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import NoReturn

import click
from django.conf import settings
from django.utils.module_loading import import_string
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from fashu.kernel import clock
from fashu.kernel.access.log import write_command
from fashu.kernel.law.parse import CitationError, parse_citations
from fashu.kernel.law.titles import law_named
from fashu.kernel.library import browse, printing
from fashu.kernel.library.check import Use, check_citations
from fashu.kernel.library.importer import Imported, ImportRefused, import_folder
from fashu.kernel.library.lookup import Absent, Library, NotFound
from fashu.kernel.library.models import Statute
from fashu.kernel.library.report import coverage
from fashu.kernel.library.search import search

NO, UNUSABLE = 1, 2

as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
on_day = click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的法律，缺省为今天。"
)


@click.group()
def law() -> None:
    """法规库：导入、查阅、检索、核对引用。"""


@law.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@as_json
def import_(path: Path, as_json: bool) -> None:
    """导入一个文件夹里的法规文本，并报告覆盖情况。"""
    started = monotonic()
    try:
        imported = _with_progress(path)
    except ImportRefused as refusal:
        _stop(str(refusal), UNUSABLE)
    if not imported.changed_nothing:
        lists = {"新": imported.added, "改": imported.updated, "不再有": imported.gone}
        told = {word: f"{len(paths)}部" for word, paths in lists.items()}
        write_command(f"law import {path}", told)
    report, seconds = coverage(imported.found), monotonic() - started
    if as_json:
        printing.as_json({"seconds": round(seconds, 1), **asdict(imported), **asdict(report)})
    else:
        printing.imported(imported, report, seconds)


@law.command()
@click.argument("citation")
@on_day
@as_json
def show(citation: str, day: datetime | None, as_json: bool) -> None:
    """查阅条文，例如“行政复议法第三十条第三款”；只写法名则列出目录和各版本。"""
    on, library = _day(day), Library()
    editions = library.editions(law_named(citation))
    if editions:
        printing.law(editions, on, as_json=as_json)
        return
    try:
        citations = parse_citations(citation)
    except CitationError as error:
        absent = library.edition_on(law_named(citation), on)
        hint = f"\n{absent.message}" if isinstance(absent, Absent) else ""
        _stop(f"{error}{hint}", UNUSABLE)
    answers = [library.resolve(c, on) for c in citations]
    if as_json:
        printing.as_json([printing.answer(a) for a in answers])
    else:
        for answer in answers:
            printing.words(answer, library)
    sys.exit(NO if any(isinstance(a, NotFound) for a in answers) else 0)


@law.command("search")
@click.argument("words", nargs=-1, required=True)
@on_day
@click.option("--limit", default=20, show_default=True, help="最多列出几条。")
@as_json
def search_(words: tuple[str, ...], day: datetime | None, limit: int, as_json: bool) -> None:
    """全文检索，现行有效的在前。"""
    asked = " ".join(words)
    hits = search(asked, _day(day), limit=limit)
    if as_json:
        printing.as_json(asdict(hits))
    else:
        printing.hits(hits, asked)
    sys.exit(0 if hits.total else NO)


@law.command("list")
@click.argument("words", nargs=-1)
@on_day
@as_json
def list_(words: tuple[str, ...], day: datetime | None, as_json: bool) -> None:
    """列出法规及其版本；可以给出标题中的词。"""
    on = _day(day)
    found = list(browse.statutes(" ".join(words)).prefetch_related("editions"))
    if as_json:
        printing.as_json([printing.statute(s) for s in found])
    else:
        printing.statutes(found, on)


@law.command()
@on_day
@as_json
def check(day: datetime | None, as_json: bool) -> None:
    """核对各程序引用的条文是否存在、是否有效。"""
    providers: list[str] = list(getattr(settings, "CITED_BY", ()))
    if not providers:
        _stop("没有登记引用的来源（设置 CITED_BY），无从核对。", UNUSABLE)
    if not Statute.objects.exists():
        _stop("法规库是空的。请先运行 fashu law import 文件夹。", UNUSABLE)
    uses = [use for path in providers for use in _uses(path)]
    report = check_citations(uses, _day(day))
    if as_json:
        printing.as_json(printing.report(report))
    else:
        printing.check(report)
    sys.exit(0 if report.is_clean else NO)


def _uses(path: str) -> Iterable[Use]:
    provider: Callable[[], Iterable[Use]] = import_string(path)
    return provider()


def _day(given: datetime | None) -> date:
    return given.date() if given else clock.today()


def _stop(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _with_progress(path: Path) -> Imported:
    """Import with a bar on standard error, so that standard output stays clean."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读入法规", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if done == total:
                bar.update(task, description="整理版本与索引")

        return import_folder(path, progress)
