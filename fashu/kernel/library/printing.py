"""How the `fashu law` commands print: lines for people, JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from fashu.kernel.law.citation import Citation
from fashu.kernel.law.editions import said
from fashu.kernel.law.provision import DIVISIONS
from fashu.kernel.law.provision import Provision as Part
from fashu.kernel.library import browse
from fashu.kernel.library.check import Finding, Report
from fashu.kernel.library.importer import Imported
from fashu.kernel.library.lookup import Found, Library, NotFound
from fashu.kernel.library.models import Edition, Statute
from fashu.kernel.library.report import Coverage, Line
from fashu.kernel.library.search import Hit, Hits


def as_json(value: Any) -> None:
    """Print a value as JSON; dates as 2026-07-01, citations in their standard form."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


# -- import -------------------------------------------------------------------------------


def imported(done: Imported, report: Coverage, seconds: float) -> None:
    """What an import did, then its coverage report."""
    if done.changed_nothing:
        click.echo(f"没有变化：{len(done.found)}个文件都已在库中（用时{seconds:.1f}秒）。")
    else:
        click.echo(
            f"读入{len(done.added)}个新文件，重读{len(done.updated)}个改过的文件，"
            f"写入{done.changes.editions}个版本（用时{seconds:.1f}秒）。"
        )
    _lines("已不在文件夹里，库中仍保留", [Line(path, "") for path in done.gone])
    _lines("未读入", report.unreadable)
    _lines("部分读入", report.partial)
    _lines("重复，未采用", report.duplicates)
    _lines("条文树与独立计数不一致", report.differing)
    click.echo(
        f"文件{report.files}个：全文读入{report.read}个（其中重复{len(report.duplicates)}个），"
        f"部分读入{len(report.partial)}个，未读入{len(report.unreadable)}个。"
    )
    click.echo(f"条文：条文树{report.articles}条，独立计数{report.counted}条。")
    click.echo(
        f"库中现有法规{report.statutes}部，版本{report.editions}个"
        f"（其中只登记、无正文{report.textless}个），条文{report.held}条。"
    )


def _lines(title: str, lines: Sequence[Line]) -> None:
    if lines:
        click.echo(f"{title}（{len(lines)}个）：")
    for line in lines:
        click.echo(f"  {line.path}" + (f"：{line.said}" if line.said else ""))


# -- show ---------------------------------------------------------------------------------


def answer(found: Found | NotFound) -> dict[str, Any]:
    """One resolved citation for programs."""
    cited = {"citation": str(found.citation)}
    if isinstance(found, NotFound):
        return cited | {"error": found.gap.name.lower(), "message": found.message, "on": found.day}
    return cited | {
        "edition": edition(found.edition),
        "path": found.path,
        "article": found.article.text,
        "text": found.text,
    }


def words(found: Found | NotFound, library: Library) -> None:
    """One resolved citation for people."""
    if isinstance(found, NotFound):
        click.echo(found.message, err=True)
        for other in library.editions(found.citation.law):
            click.echo(f"    {standing(other, found.day)}", err=True)
        return
    click.secho(f"{found.citation}", bold=True)
    click.echo(f"{standing(found.edition, None)}  {found.path}".rstrip())
    click.echo(found.text)
    if found.edition.doubt:
        click.echo(f"注意：{found.edition.doubt}。", err=True)


def law(editions: Sequence[Edition], on: date, *, as_json: bool) -> None:
    """A law with its editions and the contents of the one in force."""
    valid = [e for e in editions if _is_valid(e, on) and e.has_text]
    parts = browse.tree(valid[-1]) if valid else ()
    if as_json:
        _print(editions, parts)
        return
    click.secho(f"{editions[-1].statute}", bold=True)
    for each in editions:
        click.echo(f"    {standing(each, on)}")
    for line in _contents(parts, 0):
        click.echo(line)


def _print(editions: Sequence[Edition], parts: tuple[Part, ...]) -> None:
    contents = [line.strip() for line in _contents(parts, 0)]
    title = editions[-1].statute.title
    as_json({"title": title, "editions": [edition(e) for e in editions], "contents": contents})


def _contents(parts: tuple[Part, ...], depth: int) -> list[str]:
    lines = []
    for part in parts:
        if part.kind in DIVISIONS:
            lines.append(f"{'  ' * depth}{part.name}")
            lines += _contents(part.children, depth + 1)
    return lines


# -- list and search --------------------------------------------------------------------------


def statute(one: Statute) -> dict[str, Any]:
    """A statute with its editions for programs."""
    editions = sorted(one.editions.all(), key=_begins)
    level = one.get_level_display()
    return {"title": one.title, "level": level, "editions": [edition(e) for e in editions]}


def edition(one: Edition) -> dict[str, Any]:
    """An edition for programs."""
    fields = (
        "promulgated",
        "in_force_from",
        "in_force_until",
        "basis",
        "instrument",
        "ended_by",
        "doubt",
        "articles",
        "has_text",
        "digest",
    )
    return {field: getattr(one, field) for field in fields}


def statutes(found: Sequence[Statute], on: date) -> None:
    """Statutes with the standing of their editions on a day."""
    for one in found:
        click.echo(f"{one}  {one.get_level_display()}")
        for each in sorted(one.editions.all(), key=_begins):
            click.echo(f"    {standing(each, on)}")
    click.echo(f"共{len(found)}部。")


def standing(one: Edition, on: date | None) -> str:
    """An edition's dates in words, with where it stands on a day."""
    dates = f"{said(one.in_force_from)}起施行"
    dates += f"（{one.basis}）" if one.in_force_from else ""
    if one.in_force_until:
        dates += f"，至{said(one.in_force_until)}止，由{one.ended_by}代替"
    text = "" if one.has_text else "，正文未导入"
    state = "" if on is None else ("现行有效：" if _is_valid(one, on) else "不在施行期间：")
    return f"{state}{dates}{text}"


def hits(found: Hits, asked: str) -> None:
    """Search results for people."""
    if not found.total:
        click.echo("没有找到。可以换一个词，或者少写几个词。")
        return
    if found.relaxed:
        click.echo("没有同时含有全部词语的条文；以下条文含有其中的部分词语。")
    for hit in found.hits:
        click.secho(f"《{hit.title}》{hit.place}", bold=True, nl=False)
        click.echo(f"  {_validity(hit)}")
        click.echo(f"    {hit.excerpt(asked)}")
    click.echo(f"共{found.total}条，列出{len(found.hits)}条。")


def _validity(hit: Hit) -> str:
    if hit.valid:
        return f"{said(hit.in_force_from)}起施行"
    if hit.in_force_until:
        return f"已失效（至{said(hit.in_force_until)}）"
    return "尚未施行" if hit.in_force_from else "施行日期不明"


def _is_valid(one: Edition, on: date) -> bool:
    begun = one.in_force_from is not None and one.in_force_from <= on
    return begun and (one.in_force_until is None or on <= one.in_force_until)


def _begins(one: Edition) -> date:
    return one.in_force_from or date.min


# -- check ------------------------------------------------------------------------------------


def report(checked: Report) -> dict[str, Any]:
    """A check for programs."""
    groups = {name: getattr(checked, name) for name in ("failed", "unchecked", "notes")}
    findings = {name: [_finding(f) for f in group] for name, group in groups.items()}
    return {"clean": checked.is_clean, "uses": checked.uses, "laws": checked.laws, **findings}


def _finding(found: Finding) -> dict[str, Any]:
    gap = found.gap.name.lower() if found.gap else None
    cite: Citation = found.cite
    return {**asdict(found), "cite": str(cite), "gap": gap}


def check(checked: Report) -> None:
    """A check for people; what could not be checked is summed up by law."""
    for title, group in (("引用有误", checked.failed), ("请留意", checked.notes)):
        if group:
            click.echo(f"{title}（{len(group)}处）：")
        for found in group:
            click.echo(f"  {found.where}：{found.cite}")
            click.echo(f"    {said(found.day)}：{found.message}")
    if checked.unchecked:
        click.echo(f"正文未导入，只核对了条号（{len(checked.unchecked)}处）：")
    for title in sorted({str(f.cite.law) for f in checked.unchecked}):
        cited = dict.fromkeys(f.cite for f in checked.unchecked if str(f.cite.law) == title)
        click.echo(f"  {title}{'、'.join(dict.fromkeys(cite.place for cite in cited))}")
    verdict = "全部有据" if checked.is_clean else f"{len(checked.failed)}处有误"
    click.echo(f"核对{checked.uses}处引用，涉及{checked.laws}部法规：{verdict}。")
