"""预警—核查—处置—反馈: raising alerts, and having each looked into."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as, current_actor
from fashu.kernel.cases.roles import account_of
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.supervision.models import Alert
from fashu.kernel.supervision.rules import RULES, Found, Rule


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a rule was right, of what officers looked into. `share` is None without any."""

    rule: Rule
    open: int
    confirmed: int
    refuted: int
    gone: int

    @property
    def share(self) -> float | None:
        """Confirmed of those judged; what went away by itself was judged by nobody."""
        judged = self.confirmed + self.refuted
        return self.confirmed / judged if judged else None

    @property
    def percent(self) -> str:
        """The share as it is shown."""
        return "—" if self.share is None else f"{self.share:.0%}"


def raise_alerts() -> int:
    """Let every rule look; how many new alerts. What no rule finds any more goes by itself."""
    return sum(_raise(rule) for rule in RULES)


def _raise(rule: Rule) -> int:
    now = clock.now()
    with acting_as(SYSTEM):
        found = {(f.case.pk, f.subject): f for f in rule.find(now)}
        standing = Alert.objects.filter(rule=rule.key, settled_at=None)
        before = {(w.case_id, w.subject): w.pk for w in standing}
        gone = [pk for key, pk in before.items() if key not in found]
        Alert.objects.filter(pk__in=gone).update(verdict=Alert.Verdict.GONE, settled_at=now)
        judged = _judged(rule)
        new = [f for key, f in found.items() if key not in before and key not in judged]
        Alert.objects.bulk_create(
            [_alert(rule, f) for f in new], batch_size=1000, ignore_conflicts=True
        )
        return len(new)


def _judged(rule: Rule) -> set[tuple[int, str]]:
    """What an officer has looked into already: the same thing is not raised again."""
    said = Alert.objects.filter(rule=rule.key, verdict__in=("confirmed", "refuted"))
    return set(said.values_list("case_id", "subject"))


def _alert(rule: Rule, found: Found) -> Alert:
    return Alert(
        case=found.case,
        office_path=found.case.office_path,
        rule=rule.key,
        rule_version=rule.version,
        subject=found.subject,
        level=rule.level,
        evidence=found.evidence,
        raised_at=clock.now(),
    )


@transaction.atomic
def settle(alert_id: int, verdict: str, measure: str) -> Alert:
    """Say what looking into a alert found and what was done about it. Raises Refused."""
    actor = current_actor()
    alert = Alert.objects.select_for_update().filter(pk=alert_id).first()
    if alert is None:
        raise refuse("没有找到这条预警", remedy="不属于您职责范围的预警不会显示")
    if alert.settled_at is not None:
        raise refuse(f"这条预警已经反馈：{alert.get_verdict_display()}")
    if verdict not in (Alert.Verdict.CONFIRMED, Alert.Verdict.REFUTED):
        raise refuse("请选择核查结果：属实或者不属实")
    if not measure.strip() or len(measure) > 2000:
        raise refuse("请写明处置情况，最多2000字")
    alert.verdict, alert.measure = verdict, measure.strip()
    alert.settled_at, alert.settled_by_id = clock.now(), account_of(actor)
    alert.settled_name = actor.name
    alert.save(update_fields=["verdict", "measure", "settled_at", "settled_by", "settled_name"])
    return alert


def precision() -> list[Precision]:
    """Each rule with how often it was right, within the actor's sight."""
    verdicts = {v: Count("pk", filter=Q(verdict=v)) for v in Alert.Verdict.values}
    waiting = Count("pk", filter=Q(settled_at=None))
    counted = Alert.objects.order_by().values("rule").annotate(waiting=waiting, **verdicts)
    rows: dict[str, Mapping[str, Any]] = {row["rule"]: row for row in counted}
    return [_precision(rule, rows.get(rule.key, {})) for rule in RULES]


def _precision(rule: Rule, row: Mapping[str, Any]) -> Precision:
    numbers = (row.get(k, 0) for k in ("waiting", "confirmed", "refuted", "gone"))
    return Precision(rule, *numbers)
