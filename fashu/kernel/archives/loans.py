"""借阅: lending a volume to somebody outside the office that keeps it, with its head's consent.

The statute lets offices use what another office keeps, by the rules of the State (档案法第29条).
What the borrower sees is the volume and what was handed in or served; how the office came to its
decision stays with it.
"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as, current_actor
from fashu.kernel.archives.models import Loan
from fashu.kernel.cases.avoidance import none_avoids
from fashu.kernel.cases.handling import is_inside
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.roles import account_of, case_by_number
from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.people.models import Account, Posting
from fashu.kernel.procedure.refusal import refuse

USE: Citation = Law("档案法").art(29)
"""机关……根据工作的需要，可以按照国家有关规定，利用有关机关保存的档案."""
LENDERS = frozenset({"authority", "office_head", "head"})
"""The posts whose holders may lend."""
LONGEST = 60
"""Days for which one loan may hold. A rule of the house."""


@transaction.atomic
def ask(number: str, username: str, purpose: str, letter: str, until: date) -> Loan:
    """Register a loan, by the keeping office, on the letter that was shown. Raises Refused."""
    actor, case = current_actor(), case_by_number(number)
    if not is_inside(actor, case) or case.archived_at is None or case.destroyed_at is not None:
        raise refuse("借阅由保管案卷的机关登记，案卷应当已经归档")
    if not purpose.strip() or not letter.strip():
        raise refuse("请写明借阅目的和介绍信或者批准文件", USE)
    if not clock.today() <= until <= clock.today() + timedelta(days=LONGEST):
        raise refuse(f"借阅期限从今天起最长{LONGEST}日")
    borrower, office = _borrower(username.strip())
    none_avoids(case, (borrower.pk,))
    try:
        with transaction.atomic():
            return Loan.objects.create(
                case=case,
                office_path=case.office_path,
                account_id=borrower.pk,
                name=borrower.name,
                office_title=office,
                purpose=purpose.strip()[:200],
                letter=letter.strip()[:200],
                until=until,
                asked_by_id=account_of(actor),
                asked_name=actor.name,
                asked_at=clock.now(),
            )
    except IntegrityError:
        raise refuse("这个人已经借阅或者申请借阅本卷", remedy="请先归还或者决定") from None


@transaction.atomic
def decide(loan_id: int, *, granted: bool) -> Loan:
    """Grant or refuse, by a head of the keeping office other than who registered it."""
    actor, loan = current_actor(), _loan(loan_id)
    if actor.office_path != loan.office_path or not actor.roles & LENDERS:
        raise refuse("借阅由保管机关的负责人批准")
    if loan.is_granted is not None:
        raise refuse("这项借阅已经决定")
    if account_of(actor) in (loan.asked_by_id, loan.account_id):
        raise refuse("登记人和借阅人不能自己批准", remedy="请由另一位负责人批准")
    loan.is_granted, loan.decided_by_id = granted, account_of(actor)
    loan.decided_name, loan.decided_at = actor.name, clock.now()
    loan.save()
    return loan


@transaction.atomic
def give_back(loan_id: int) -> Loan:
    """归还, by the borrower or the keeping office: from now on he sees it no more."""
    actor, loan = current_actor(), _loan(loan_id)
    mine = account_of(actor) == loan.account_id
    if not mine and actor.office_path != loan.office_path:
        raise refuse("归还由借阅人或者保管机关登记")
    if loan.returned_at is not None or not loan.is_granted:
        raise refuse("这项借阅没有生效，或者已经归还")
    at = clock.now()
    if mine:  # who returns a volume no longer sees its row for writing
        with acting_as(SYSTEM):
            Loan.objects.filter(pk=loan.pk).update(returned_at=at)
    else:
        Loan.objects.filter(pk=loan.pk).update(returned_at=at)
    loan.returned_at = at
    return loan


def held(case: Case) -> Loan | None:
    """The loan by which the present actor reads a case today, if he does."""
    mine = Loan.objects.filter(case=case, account=current_actor().account_id or 0)
    return mine.filter(is_granted=True, returned_at=None, until__gte=clock.today()).first()


def own() -> QuerySet[Loan]:
    """What the present actor has borrowed or asked to, the newest first."""
    return Loan.objects.filter(account=account_of(current_actor()))


def of_office() -> QuerySet[Loan]:
    """What one's own office has lent or is asked to lend, what waits first."""
    path = current_actor().office_path or "-"
    return Loan.objects.filter(office_path=path).order_by("decided_at", "-id")


def _borrower(username: str) -> tuple[Account, str]:
    """Who is meant, and where he serves. Found by the system: he is of another office."""
    with acting_as(SYSTEM):
        found = Account.objects.filter(username=username, is_active=True).first()
        posts = Posting.objects.in_force().filter(account=found).select_related("office")
        post = posts.order_by("id").first() if found else None
    if found is None or found.kind not in (Kind.OFFICER, Kind.AUDITOR) or post is None:
        raise refuse("没有找到这个账号的工作人员", remedy="请核对借阅人的账号")
    if post.office.path == current_actor().office_path:
        raise refuse("本机关的工作人员按岗位查阅，不用借阅")
    return found, post.office.title


def _loan(loan_id: int) -> Loan:
    found = Loan.objects.filter(pk=loan_id).first()
    if found is None:
        raise refuse("没有找到这项借阅", remedy="请刷新页面后核对")
    return found
