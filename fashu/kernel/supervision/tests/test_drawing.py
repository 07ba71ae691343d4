"""A draw is announced before it is drawn, drawn once, and published whole."""

import pytest

from fashu.kernel.access import VISITOR, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision import draws
from fashu.kernel.supervision.drawing import announce, carry_out, transcript_of
from fashu.kernel.supervision.models import Draw, DrawSecret

NUMBERS = [f"SF2026-990101-{n:05d}" for n in range(1, 21)]


def announced(cast: Cast) -> Draw:
    with acting_as(cast.city):
        return announce("一季度案卷评查", NUMBERS, 3)


def test_anybody_can_draw_again_what_was_drawn(cast: Cast) -> None:
    made = announced(cast)
    with acting_as(cast.city):
        carry_out(made.pk, "市检察院 李检察官", "七二九")
    with acting_as(VISITOR):
        shown = Draw.objects.get()
        assert shown.drawn is not None
        assert draws.verify(transcript_of(shown)) == tuple(shown.drawn)
        assert len(shown.drawn) == 3
        assert shown.commitment == made.commitment


def test_nothing_is_known_before_the_witness_speaks(cast: Cast) -> None:
    made = announced(cast)
    with acting_as(VISITOR):
        shown = Draw.objects.get()
        assert (shown.secret, shown.drawn, DrawSecret.objects.count()) == ("", None, 0)
        with pytest.raises(Refused, match="还没有抽取"):
            transcript_of(shown)
    with acting_as(cast.east), pytest.raises(Refused, match="不由您的机关办理"):
        carry_out(made.pk, "甲", "一")


def test_a_draw_is_drawn_once(cast: Cast) -> None:
    made = announced(cast)
    with acting_as(cast.city):
        first = carry_out(made.pk, "甲", "一").drawn
        with pytest.raises(Refused, match="不能再抽"):
            carry_out(made.pk, "甲", "二")
        assert Draw.objects.get().drawn == first


def test_a_draw_needs_a_list_a_size_and_a_witness(cast: Cast) -> None:
    made = announced(cast)
    with acting_as(cast.city):
        with pytest.raises(Refused, match="应在1至20之间"):
            announce("太多", NUMBERS, 21)
        with pytest.raises(Refused, match="请填写抽查名称"):
            announce(" ", NUMBERS, 1)
        with pytest.raises(Refused, match="请填写见证人"):
            carry_out(made.pk, "", "一")
    with acting_as(cast.alice), pytest.raises(Refused, match="没有在任何机关任职"):
        announce("平民", NUMBERS, 1)
