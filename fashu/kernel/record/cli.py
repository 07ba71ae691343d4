"""`fashu record …`, `fashu witness` and `fashu verify`."""

import json
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import NoReturn

import click
import psycopg

from fashu.kernel import clock
from fashu.kernel.record import archive, keys, ledger, place, proofs, rolls
from fashu.kernel.record import verify as verifying
from fashu.kernel.record import witness as witnessing
from fashu.kernel.record.audit import Auditor, Report
from fashu.kernel.record.keys import Verifier
from fashu.kernel.record.ledger import Connection
from fashu.kernel.record.note import NoteError
from fashu.kernel.record.sequencer import BusyError, RecordError, Sequencer
from fashu.kernel.record.store import FolderLog, Log, open_log
from fashu.kernel.record.witness import ALARMS, Verdict, Witness

POLL_SECONDS = 5.0
"""How long a lost notice or a new cosignature may wait."""

SWEEP_SECONDS = 600.0
ROLL_SECONDS = 60.0
"""How often what was read goes into the log: each time is one entry and one checkpoint."""

RETRY_SECONDS = 5.0

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def record() -> None:
    """存证日志：追加、核查、证明、密钥。"""


# -- record sequence ------------------------------------------------------------------------------


@record.command()
@click.option("--follow/--once", default=True, help="持续运行（默认），或处理完即退出")
@click.option("--rebuild", is_flag=True, help="先按数据库重写全部公布块")
def sequence(follow: bool, rebuild: bool) -> None:
    """把新事件写入日志，签署并公布检查点。"""
    try:
        if follow:
            _follow(rebuild=rebuild)
        with ledger.connect() as connection:
            line = _started(connection, rebuild=rebuild)
            events, readings = _drain(line, sweep=True), _roll(line, sweep=True)
            click.echo(f"已追加 {events} 条，收入查阅记录 {readings} 条。")
            line.stop()
    except RecordError as error:
        click.echo(f"存证日志已停止：{error}", err=True)
        sys.exit(1)


def _follow(*, rebuild: bool) -> NoReturn:
    """Write for ever; wait while the database is away or another process writes."""
    said = ""
    while True:
        try:
            with ledger.connect() as connection, ledger.connect() as listener:
                line = _started(connection, rebuild=rebuild)
                said, rebuild = "", False
                _serve(line, listener)
        except psycopg.OperationalError as error:
            words = f"与数据库的连接中断，等待恢复：{str(error).strip()}"
        except BusyError as error:
            words = f"{error}本进程待命接替。"
        if words != said:
            click.echo(words, err=True)
        said = words
        sleep(RETRY_SECONDS)


def _serve(line: Sequencer, listener: Connection) -> NoReturn:
    ledger.listen(listener)
    _roll(line, sweep=True)
    swept, rolled = -SWEEP_SECONDS, monotonic()
    while True:
        is_due = monotonic() - swept >= SWEEP_SECONDS
        swept = monotonic() if is_due else swept
        _drain(line, sweep=is_due)
        if monotonic() - rolled >= ROLL_SECONDS:
            rolled = monotonic()
            _roll(line)
        line.witnesses = place.witnesses()
        line.collect()
        ledger.wait(listener, POLL_SECONDS)


def _started(connection: Connection, *, rebuild: bool) -> Sequencer:
    """The sequencer of this installation; a log that does not exist yet gets its first key."""
    if not place.signers() and not place.known() and not ledger.count(connection):
        signer = place.new_key()
        click.echo(f"已生成日志密钥：{signer.verifier.vkey}")
    signers = place.signers()
    line = Sequencer(
        connection,
        place.log(),
        signers[0].name if signers else "",
        signers,
        place.known(),
        place.witnesses(),
    )
    click.echo(f"存证日志现有 {line.start(rebuild=rebuild)} 条。")
    return line


def _drain(line: Sequencer, *, sweep: bool) -> int:
    """Take in everything new; how many entries."""
    count = 0
    while True:
        batch = line.step(sweep=sweep)
        count += batch.appended
        if batch.refused:
            listed = "、".join(map(str, batch.refused[:10]))
            click.echo(f"事件 {listed} 写入前已被改动，未收入日志；请运行 record audit。", err=True)
        if not batch.appended:
            return count


def _roll(line: Sequencer, *, sweep: bool = False) -> int:
    """Take in everything that was read; how much."""
    count = 0
    while found := line.roll(sweep=sweep):
        count += found
        if found < rolls.LARGEST:
            break
    return count


# -- record audit ---------------------------------------------------------------------------------


@record.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def audit(as_json: bool) -> None:
    """核查全部事件、日志、公布块、检查点与见证；有改动即指出。发现问题时退出码为 1。"""
    begun = monotonic()
    with ledger.connect() as connection:
        report = Auditor(connection, place.log(), place.known(), place.witnesses()).run()
    with ledger.connect() as connection:
        ledger.write_audit(
            connection,
            seconds=monotonic() - begun,
            events=report.events,
            entries=report.entries,
            damages=report.total.total(),
        )
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    else:
        _print_audit(report)
    sys.exit(0 if report.holds else 1)


def _print_audit(report: Report) -> None:
    for damage in report.damages:
        click.echo(f"✗ {damage}")
    total = report.total.total()
    if total > len(report.damages):
        click.echo(f"  另有 {total - len(report.damages)} 处未列出。")
    click.echo(
        f"事件 {report.events} 个，日志 {report.entries} 条，检查点 {report.checkpoints} 个，"
        f"见证到第 {report.cosigned} 条；内容已清除 {report.erased} 个，"
        f"等待写入日志 {report.waiting} 个。"
    )
    click.echo(
        f"查阅记录 {report.readings} 条，分 {report.rolls} 批收入日志，"
        f"等待收入 {report.unrolled} 条。"
    )
    click.echo("核查通过，没有发现改动。" if report.holds else f"发现 {total} 处问题。")


# -- record proof, record key ---------------------------------------------------------------------


@record.command()
@click.argument("event_id", type=int)
def proof(event_id: int) -> None:
    """输出一个事件在日志中的证明（JSON），可用任何 RFC 6962 工具核对。"""
    try:
        found, places = place.proofs_of_events([event_id])
    except (proofs.NotLoggedError, NoteError) as error:
        raise click.ClickException(f"{error}。") from error
    index = places[event_id]
    sha256, sm3 = found.inclusion[index]
    data = {
        "event_id": event_id,
        "leaf_index": index,
        "checkpoint": found.checkpoint,
        "inclusion": [digest.hex() for digest in sha256],
        "sm3_inclusion": [digest.hex() for digest in sm3],
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@record.command()
@click.option("--new", is_flag=True, help="生成一把新的日志密钥（首次，或轮换时）")
@click.option("--name", default="", help="日志名称，例如 sft.example.gov.cn/record")
def key(new: bool, name: str) -> None:
    """列出日志与受信任见证人的公钥；--new 生成新的日志密钥。"""
    if new:
        try:
            place.new_key(name)
        except ValueError as error:
            raise click.ClickException(f"{error}。") from error
    signing = {signer.verifier for signer in place.signers()}
    for known in place.known():
        click.echo(f"日志{'' if known in signing else '（已停用）'}\t{known.vkey}")
    for trusted in place.witnesses():
        click.echo(f"见证\t{trusted.vkey}")
    if not place.known():
        click.echo(f"{place.key_folder()} 中还没有日志密钥。用 --new 生成。", err=True)


# -- witness --------------------------------------------------------------------------------------


@click.command()
@click.option("--log", "log_place", help="日志的文件夹或网址（默认：本机的日志）")
@click.option("--state", type=FOLDER, help="见证人自己的文件夹：密钥与所见（默认：本机的）")
@click.option("--log-key", "key_files", type=FILE, multiple=True, help="日志公钥文件")
@click.option("--name", default="witness.localhost", help="首次生成密钥时的见证人名称")
@click.option("--publish", type=FOLDER, help="放置见证签名的日志文件夹（默认：--log 若为文件夹）")
@click.option("--every", default=10.0, help="相隔多少秒看一次")
@click.option("--once", is_flag=True, help="只看一次；拒绝见证时退出码为 1")
def witness(
    log_place: str | None,
    state: Path | None,
    key_files: tuple[Path, ...],
    name: str,
    publish: Path | None,
    every: float,
    once: bool,
) -> None:
    """独立见证：核对日志只增未改，然后签名；发现分叉或回退即拒绝并留证。"""
    log = open_log(log_place or str(place.log().root))
    state = state or place.witness_state()
    signer = witnessing.own_signer(state, name)
    click.echo(f"见证人公钥：{signer.verifier.vkey}")
    near = log if isinstance(log, FolderLog) else None
    offered = FolderLog(publish) if publish else near
    given = _read_keys(key_files)
    while True:
        try:
            trusted = _trusted(state, log, given)
            sight = Witness(log, state, signer, trusted, offered).look(int(clock.now().timestamp()))
            if once or sight.verdict not in (Verdict.UNCHANGED, Verdict.EMPTY):
                click.echo(sight.words, err=sight.verdict in ALARMS)
            code = 1 if sight.verdict in ALARMS else 0
        except (NoteError, OSError) as error:
            click.echo(f"这一次没有见证：{error}。", err=True)
            code = 1
        if once:
            sys.exit(code)
        sleep(every)


def _trusted(state: Path, log: Log, given: list[Verifier]) -> tuple[Verifier, ...]:
    is_new = not given and not (state / witnessing.TRUSTED).exists()
    trusted = witnessing.trusted_keys(state, log, given)
    if is_new:
        listed = "、".join(key.vkey for key in trusted)
        click.echo(f"首次见到这一日志，今后只认它现在出示的公钥，请向主办机关核对：{listed}")
    return trusted


# -- verify ---------------------------------------------------------------------------------------


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", "key_files", type=FILE, multiple=True, help="受信任的公钥文件，每行一把")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def verify(file: Path, key_files: tuple[Path, ...], as_json: bool) -> None:
    """离线核验导出的案件：签名、证明、内容、程序。不成立时退出码为 1。"""
    trusted = _read_keys(key_files)
    with file.open("rb") as opened:
        data = opened.read(archive.MAX_BYTES + 1)
    report = verifying.verify_bundle(data, trusted=trusted, reexecute=verifying.registered())
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    else:
        for finding in report.findings:
            click.echo(str(finding))
        click.echo("结论：核验通过。" if report.holds else "结论：核验不通过，请不要采信本文件。")
    sys.exit(0 if report.holds else 1)


def _read_keys(files: tuple[Path, ...]) -> list[Verifier]:
    try:
        return [
            keys.parse_verifier(line)
            for path in files
            for line in path.read_text(encoding="utf-8").split()
        ]
    except (NoteError, UnicodeDecodeError) as error:
        raise click.UsageError(f"公钥文件读不懂：{error}。") from error
