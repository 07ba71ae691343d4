"""Checking an exported case: offline, without the platform, in words.

What is mathematics is checked here; whether the events were lawful is for the re-execution,
which a caller supplies. What no log can prove is said, too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fashu.kernel import clock
from fashu.kernel.record import archive, bundle, days_off, keys, merkle, note, page
from fashu.kernel.record import checkpoint as checkpoints
from fashu.kernel.record.archive import ArchiveError
from fashu.kernel.record.bundle import Bundle, BundleError, BundleEvent, Record, Witnessed
from fashu.kernel.record.checkpoint import Checkpoint
from fashu.kernel.record.finding import Finding, Level, fails, holds, unsettled
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.keys import Verifier
from fashu.kernel.record.leaf import (
    FIRST_SEQ,
    Envelope,
    EnvelopeError,
    canonical,
    commitment,
)
from fashu.kernel.record.note import Note, NoteError


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in the order of checking."""

    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing fails."""
        return all(finding.level is not Level.FAILS for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Plain data, for `--json`."""
        listed = [{"level": f.level.value, "words": f.words} for f in self.findings]
        return {"holds": self.holds, "findings": listed}


Reexecute = Callable[[Bundle], Iterable[Finding]]
"""Runs the events of a bundle through the procedure again and says what came of it."""

_registered: list[Reexecute] = []


def register(reexecute: Reexecute) -> None:
    """Have `fashu verify` execute cases again by this. For apps above, in `AppConfig.ready`."""
    _registered[:] = [reexecute]


def registered() -> Reexecute | None:
    """What was registered, if anything was."""
    return _registered[0] if _registered else None


def verify_bundle(
    data: bytes, *, trusted: Sequence[Verifier] = (), reexecute: Reexecute | None = None
) -> Report:
    """Check an exported case. Without `trusted` keys those inside are used, with a warning.

    Never raises on hostile input: what cannot be read is a finding that fails.
    """
    try:
        files = archive.unpack(data, bundle.FILES, bundle.FORMER)
        found = bundle.decode(files)
    except (ArchiveError, BundleError) as error:
        return Report((fails(f"文件不能采信：{error}。"),))
    findings = [holds("文件完整：ZIP 的每个字节都符合导出形式，各文件与清单一致。")]
    findings += _Check(found, trusted).run()
    findings.append(_texts(found, files))
    sound = all(f.level is not Level.FAILS for f in findings)
    findings += _reexecution(found, reexecute) if sound else [_NOT_REACHED]
    return Report(tuple(findings))


_NOT_REACHED = unsettled("以上有不成立的，未再按程序重新执行。")


def _reexecution(found: Bundle, reexecute: Reexecute | None) -> list[Finding]:
    if reexecute is None:
        return [unsettled("未按程序重新执行：本次核验只核对了证据，没有核对每一步是否合法。")]
    try:
        return list(reexecute(found))
    except Exception as error:
        # Whoever signs with a key of his own can put anything into the events of his "case".
        return [fails(f"按程序重新执行时中断：事件的内容不成样子（{type(error).__name__}）。")]


def _texts(found: Bundle, files: Mapping[str, bytes]) -> Finding:
    ours = {bundle.PAGE: page.render(found), bundle.README: page.README}
    strange = [name for name, data in ours.items() if files[name] != data]
    if not strange:
        return holds("核验页和说明都是本版本所附的。")
    return unsettled(
        f"{'、'.join(strange)} 与本版本所附的不同：可能出自别的版本，也可能被改动。"
        "请以本命令的结论为准。"
    )


@dataclass(frozen=True, slots=True)
class _Check:
    """The checks of one bundle that need nothing but mathematics."""

    bundle: Bundle
    trusted: Sequence[Verifier]

    @property
    def record(self) -> Record:
        return self.bundle.record

    def run(self) -> Iterator[Finding]:
        try:
            checkpoint, found = self._signed(self.record.checkpoint)
        except NoteError as error:
            yield fails(f"日志的检查点不可信：{error}。")
            return
        if not self.record.events:
            yield fails("文件中没有任何事件。")
            return
        yield from self._about_keys(checkpoint)
        yield from self._inclusion(checkpoint)
        envelopes = list(self._envelopes())
        yield from (item for item in envelopes if isinstance(item, Finding))
        if all(isinstance(item, Envelope) for item in envelopes):
            yield from self._case([e for e in envelopes if isinstance(e, Envelope)])
        yield from self._witnesses(checkpoint, found)
        yield unsettled(_LIMITS)

    # -- Keys and signatures ------------------------------------------------------------------

    def _of_kind(self, kind: int, inside: Sequence[Verifier]) -> Sequence[Verifier]:
        """The keys to check with: the trusted ones of a kind, or else those in the bundle."""
        return [key for key in self.trusted if key.kind == kind] or inside

    def _signed(self, text: str) -> tuple[Checkpoint, Note]:
        found = note.parse(text.encode())
        known = self._of_kind(keys.LOG, self.record.log_keys)
        if not keys.check(found, known):
            raise NoteError("没有受信任的日志公钥的签名")
        return checkpoints.parse(found.text), found

    def _about_keys(self, checkpoint: Checkpoint) -> Iterator[Finding]:
        known = self._of_kind(keys.LOG, self.record.log_keys)
        names = "、".join(f"{key.name}（编号 {key.key_id.hex()}）" for key in known)
        yield holds(f"日志签署了共 {checkpoint.size} 条的检查点，签名有效：{names}。")
        if not any(key.kind == keys.LOG for key in self.trusted):
            yield unsettled(
                "上述公钥取自文件自身，只是自称。请向主办机关另行核对编号，或用 --key 给出公钥。"
            )
        stated = set(self.record.log_keys)
        if not stated & set(known):
            yield fails("文件中写的日志公钥不在受信任的公钥之中。")

    # -- Inclusion ----------------------------------------------------------------------------

    def _inclusion(self, checkpoint: Checkpoint) -> Iterator[Finding]:
        events = self.record.events
        wrong = [e.leaf_index for e in events if not _is_included(e, checkpoint)]
        if wrong:
            listed = "、".join(map(str, wrong[:10]))
            yield fails(f"{len(wrong)} 个事件不在已签署的日志中或被改动过（日志序号 {listed}）。")
        else:
            yield holds(
                f"{len(events)} 个事件都在已签署的日志中，SHA-256 与国密 SM3 两棵树均成立。"
            )

    # -- The case -----------------------------------------------------------------------------

    def _envelopes(self) -> Iterator[Envelope | Finding]:
        for event in self.record.events:
            try:
                yield event.read_envelope()
            except EnvelopeError as error:
                yield fails(f"日志序号 {event.leaf_index} 的事件：{error}。")

    def _case(self, envelopes: list[Envelope]) -> Iterator[Finding]:
        yield from self._chain(envelopes)
        yield from self._commitments(envelopes)
        yield from self._procedures(envelopes)
        yield from days_off.findings(self.bundle)
        yield from self._attachments()

    def _chain(self, envelopes: list[Envelope]) -> Iterator[Finding]:
        if len({envelope.case for envelope in envelopes}) > 1:
            yield fails("文件混有不同案件的事件。")
        broken = list(self._breaks(envelopes))
        yield from map(fails, broken)
        if not broken:
            yield holds(
                f"本案第 {FIRST_SEQ} 至 {len(envelopes)} 号事件连续无缺，"
                "前后哈希相接，次序与日志一致。"
            )

    def _breaks(self, envelopes: list[Envelope]) -> Iterator[str]:
        head, last = None, -1
        for number, (event, envelope) in enumerate(
            zip(self.record.events, envelopes, strict=True), FIRST_SEQ
        ):
            if envelope.seq != number:
                yield f"应为第 {number} 号事件，实为第 {envelope.seq} 号：有事件缺少、多出或调换。"
            if envelope.prev != head:
                yield f"第 {envelope.seq} 号事件记载的前序哈希与前一事件不符。"
            if event.leaf_index <= last:
                yield f"第 {envelope.seq} 号事件在日志中排在前一事件之前。"
            head, last = SHA256.leaf(event.envelope).hex(), event.leaf_index

    def _commitments(self, envelopes: list[Envelope]) -> Iterator[Finding]:
        pairs = list(zip(self.record.events, envelopes, strict=True))
        wrong = [e.seq for event, e in pairs if not _is_bound(event, e)]
        erased = [e.seq for event, e in pairs if event.payload is None]
        if wrong:
            listed = "、".join(map(str, wrong[:10]))
            yield fails(f"第 {listed} 号事件的内容与日志中的承诺不符：内容被改动。")
        elif len(erased) < len(pairs):
            yield holds(f"{len(pairs) - len(erased)} 个事件的内容与日志中的承诺一致。")
        if erased:
            listed = "、".join(map(str, erased[:10]))
            yield unsettled(f"第 {listed} 号事件的内容已清除；能证明发生过，不能再看到内容。")

    def _procedures(self, envelopes: list[Envelope]) -> Iterator[Finding]:
        described = {bundle.sha256_hex(canonical(p)) for p in self.bundle.procedures}
        needed = {str(envelope.members.get("digest")) for envelope in envelopes}
        if described - needed:
            yield fails("所附程序定义中有与事件所记哈希都不符的：被改动，或者与本案无关。")
        elif needed <= described:
            yield holds("所附程序定义就是各事件当时适用的版本（哈希一致）。")
        else:
            yield unsettled("文件没有附上全部事件当时适用的程序定义，不能核对程序的版本。")

    def _attachments(self) -> Iterator[Finding]:
        listed = [item.get("sha256") for item in self.bundle.attachments]
        if not listed:
            return
        said = b"".join(event.payload or b"" for event in self.record.events)
        proven = sum(
            isinstance(digest, str) and len(digest) == 64 and digest.encode() in said
            for digest in listed
        )
        words = f"附件清单有 {len(listed)} 件，其中 {proven} 件的哈希载于已证明的事件内容"
        yield unsettled(f"{words}；其余只是导出方的陈述。附件文件本身不在本文件内。")

    # -- Witnesses ----------------------------------------------------------------------------

    def _witnesses(self, checkpoint: Checkpoint, found: Note) -> Iterator[Finding]:
        known = self._of_kind(keys.WITNESS, self.record.witness_keys)
        heard: set[Verifier] = set()
        yield from self._cosigned(checkpoint, found, known, heard)
        for witnessed in self.record.witnessed:
            yield from self._earlier(witnessed, checkpoint, known, heard)
        for silent in [key for key in self.record.witness_keys if key not in heard]:
            yield fails(f"文件称有见证人“{silent.name}”，却没有其有效签名。")
        if not heard:
            yield unsettled(
                "没有独立见证：主办方可以向不同的人出示不同的日志，而从本文件看不出来。"
            )
        elif not any(key.kind == keys.WITNESS for key in self.trusted):
            yield unsettled("见证人的公钥取自文件自身，请向见证人另行核对，或用 --key 给出。")

    def _cosigned(
        self, checkpoint: Checkpoint, found: Note, known: Sequence[Verifier], heard: set[Verifier]
    ) -> Iterator[Finding]:
        try:
            held = keys.check(found, known)
        except NoteError as error:
            yield fails(f"见证签名不成立：{error}。")
            return
        heard.update(held)
        covered = sum(event.leaf_index < checkpoint.size for event in self.record.events)
        for key in held:
            moment = max(keys.cosigned_at(s) for s in found.signatures if key.made(s))
            yield holds(
                f"见证人“{key.name}”于 {_when(moment)} 见证日志到第 {checkpoint.size} 条，"
                f"含本案 {covered} 个事件。"
            )

    def _earlier(
        self,
        witnessed: Witnessed,
        checkpoint: Checkpoint,
        known: Sequence[Verifier],
        heard: set[Verifier],
    ) -> Iterator[Finding]:
        try:
            before, found = self._signed(witnessed.note)
        except NoteError as error:
            yield fails(f"见证过的检查点不可信：{error}。")
            return
        span = f"第 {before.size} 条到第 {checkpoint.size} 条"
        if _continues(witnessed, before, checkpoint):
            yield holds(f"日志从{span}只增未改（SHA-256 与国密 SM3）。")
            yield from self._cosigned(before, found, known, heard)
        else:
            yield fails(f"日志从{span}不是延续：见证过的日志与现在的日志分叉。")


_LIMITS = (
    "日志能证明：上述事件在签署时已经写入，此后内容与次序都没有改动。"
    "日志不能证明：末号事件之后是否还有事件（导出方可以只导出到某一号），"
    "未写入系统的事是否发生，写入的内容是否属实，以及案号、标题等说明文字是否准确。"
)


def _is_included(event: BundleEvent, checkpoint: Checkpoint) -> bool:
    where = {"index": event.leaf_index, "size": checkpoint.size}
    return merkle.verify_inclusion(
        SHA256,
        leaf=SHA256.leaf(event.envelope),
        proof=event.inclusion,
        root=checkpoint.root,
        **where,
    ) and merkle.verify_inclusion(
        SM3,
        leaf=SM3.leaf(event.envelope),
        proof=event.sm3_inclusion,
        root=checkpoint.sm3_root,
        **where,
    )


def _is_bound(event: BundleEvent, envelope: Envelope) -> bool:
    if event.payload is None or event.salt is None:
        return True
    try:
        event.read_payload()
    except ValueError:
        return False
    return commitment(event.salt, event.payload) == envelope.commitment


def _continues(witnessed: Witnessed, before: Checkpoint, now: Checkpoint) -> bool:
    sizes = {"old": before.size, "new": now.size}
    return (
        before.origin == now.origin
        and merkle.verify_consistency(
            SHA256,
            proof=witnessed.consistency,
            old_root=before.root,
            new_root=now.root,
            **sizes,
        )
        and merkle.verify_consistency(
            SM3,
            proof=witnessed.sm3_consistency,
            old_root=before.sm3_root,
            new_root=now.sm3_root,
            **sizes,
        )
    )


def _when(seconds: int) -> str:
    moment = datetime.fromtimestamp(min(seconds, 253402214400), clock.BEIJING)
    return moment.strftime("%Y年%m月%d日 %H:%M")
