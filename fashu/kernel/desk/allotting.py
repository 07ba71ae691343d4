"""自动分办: new cases are given to whom the rules of their office name, and it is kept why.

Off until somebody turns it on. What people did stands: only a case that nobody was ever given is
given by rule, and a head may hand it on afterwards like any other.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.business import Business
from fashu.kernel.cases.avoidance import avoiders
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.handling import inside_roles
from fashu.kernel.cases.models import Case, Participant
from fashu.kernel.desk import absences, handling
from fashu.kernel.desk.allotment import Candidate, Choice, Incoming, choose
from fashu.kernel.desk.colleagues import serving
from fashu.kernel.desk.models import Allotment, AllotmentSwitch, Handling
from fashu.kernel.desk.rulebook import as_rule, rules_of
from fashu.kernel.people.models import Office

AT_ONCE = 500
"""New cases that one run looks at."""


def share_out() -> int:
    """Give every new case of the offices that turned it on to whom their rules name; how many."""
    with acting_as(SYSTEM):
        numbers = [pk for office, since in _turned_on() for pk in _waiting(office, since)]
    return sum(_share(number) for number in numbers[:AT_ONCE])


def waiting(office: Office) -> QuerySet[Case]:
    """The open cases of an office that nobody was ever given."""
    open_cases = Case.objects.filter(office=office, handler=None, closed_on=None, archived_at=None)
    return open_cases.exclude(pk__in=Handling.objects.values("case")).order_by("pk")


def explain(case: Case) -> Choice:
    """Whom the rules of its office name for a case today, and why him."""
    rules = [as_rule(row) for row in rules_of(case.office)]
    return choose(rules, incoming(case), _candidates(case, clock.today()))


def _turned_on() -> list[tuple[Office, date]]:
    """The offices whose rules are on, and since which day."""
    newest = AllotmentSwitch.objects.order_by().values("office").annotate(last=Max("pk"))
    held = AllotmentSwitch.objects.filter(pk__in=newest.values("last"), is_on=True)
    rows = held.select_related("office")
    return [(row.office, row.at.astimezone(clock.BEIJING).date()) for row in rows]


def _waiting(office: Office, since: date) -> list[int]:
    return list(waiting(office).filter(opened_on__gte=since).values_list("pk", flat=True))


def _share(case_id: int) -> bool:
    with acting_as(SYSTEM):
        free = Case.objects.select_for_update(of=("self",), skip_locked=True)
        case = free.select_related("office").filter(pk=case_id, handler=None).first()
        if case is None:
            return False
        choice = explain(case)
        if choice.chosen is None:
            return False
        given = handling.give_by_rule(case, choice.chosen.account, choice.words)
        Allotment.objects.create(
            handling_id=given.pk, case=case, words=choice.words, weighed=choice.to_json()
        )
    return True


def incoming(case: Case) -> Incoming:
    """What the rules ask of a case: the divisions of the other organs in it, else of its own."""
    paths = Participant.objects.filter(case=case).exclude(office_path=None)
    others = Office.objects.filter(path__in=paths.values("office_path")).exclude(pk=case.office_id)
    codes = sorted(set(others.values_list("division_code", flat=True)))
    return Incoming(case.procedure, tuple(codes) or (case.office.division_code,), case.opened_on)


def able(office_path: str, business: Business) -> dict[int, str]:
    """Account -> name of whoever serves in an office today in a role that works on a business."""
    inside = inside_roles(business)
    posts = serving(office_path)
    return {post.account_id: post.account.name for post in posts if inside & set(post.roles)}


def kept_out(case: Case, people: Iterable[int], on: date) -> dict[int, str]:
    """Who of these cannot be given a case on a day, and why: away, or bound to avoid it."""
    accounts = list(people)
    away = absences.away(accounts, case.office_path, on)
    return away | dict.fromkeys(avoiders(case).intersection(accounts), "（应当回避）")


def _candidates(case: Case, on: date) -> list[Candidate]:
    people = able(case.office_path, business_of(case.procedure))
    out, load = kept_out(case, people, on), _loads(people)
    last = _last(people, case.office_path)
    return [
        Candidate(account, name, load.get(account, 0), last.get(account, 0), out.get(account, ""))
        for account, name in sorted(people.items())
    ]


def _loads(accounts: Iterable[int]) -> dict[int, int]:
    held = Case.objects.filter(handler__in=list(accounts), closed_on=None)
    return dict(held.order_by().values_list("handler").annotate(count=Count("id")))


def _last(accounts: Iterable[int], office_path: str) -> dict[int, int]:
    given = Handling.objects.filter(case__office_path=office_path, account__in=list(accounts))
    return dict(given.order_by().values_list("account").annotate(last=Max("id")))
