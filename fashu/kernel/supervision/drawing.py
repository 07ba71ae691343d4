"""Announcing a draw and carrying it out; `draws` holds the mathematics."""

import secrets
from collections.abc import Iterable

from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.roles import account_of
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.supervision import draws
from fashu.kernel.supervision.models import Draw, DrawSecret
from fashu.kernel.supervision.periods import own_office

LARGEST = 100_000
"""A list longer than this is drawn from in parts."""


@transaction.atomic
def announce(title: str, numbers: Iterable[str], size: int) -> Draw:
    """Publish a list and a commitment; nobody knows yet what will be drawn. Raises Refused."""
    office, population = own_office(), sorted(set(numbers))
    if not title.strip() or len(title) > 100:
        raise refuse("请填写抽查名称，最多100字")
    if not 1 <= size <= len(population):
        raise refuse(f"名单有{len(population)}件，抽取件数应在1至{len(population)}之间")
    if len(population) > LARGEST:
        raise refuse(f"名单有{len(population)}件，最多{LARGEST}件", remedy="请缩小范围，分批抽取")
    secret = secrets.token_bytes(32)
    made = Draw.objects.create(
        office=office,
        title=title.strip(),
        population=population,
        size=size,
        commitment=draws.commitment(secret, population),
        announced_at=clock.now(),
        announced_by_id=account_of(current_actor()),
    )
    DrawSecret.objects.create(draw=made, office_path=office.path, secret=secret)
    return made


@transaction.atomic
def carry_out(draw_id: int, witness: str, words: str) -> Draw:
    """Draw with what the witness said on the spot; the secret becomes public. Raises Refused."""
    made = Draw.objects.select_for_update().filter(pk=draw_id).first()
    kept = DrawSecret.objects.filter(draw_id=draw_id).first()
    if made is None or kept is None:
        raise refuse("没有找到这次抽查，或它不由您的机关办理")
    if made.drawn is not None:
        raise refuse("这次抽查已经抽取，不能再抽", remedy="需要另行抽查的，请另行公布")
    if not witness.strip() or not words.strip() or len(witness) > 100 or len(words) > 200:
        raise refuse("请填写见证人姓名和见证人当场说的数字或者词句")
    secret = bytes(kept.secret)
    made.witness, made.witness_words, made.secret = witness.strip(), words.strip(), secret.hex()
    made.drawn = list(draws.draw(made.population, made.size, secret, made.witness_words))
    made.drawn_at = clock.now()
    made.save()
    return made


def transcript_of(made: Draw) -> dict[str, object]:
    """The published transcript of a finished draw. Raises Refused before it is drawn."""
    if made.drawn is None:
        raise refuse("这次抽查还没有抽取")
    return draws.Transcript(
        tuple(made.population),
        made.size,
        made.commitment,
        made.secret,
        made.witness_words,
        tuple(made.drawn),
    ).to_json()
