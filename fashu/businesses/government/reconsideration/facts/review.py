"""What 附带审查 asks: the review of the documents an act rests on (第13、56至60条)."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import Option, choice, files, long_text, office, text

NOT_KNOWN = long_text(
    "not_known",
    "申请复议时为什么还不知道所依据的文件",
    most=2_000,
    help="申请复议时已经知道的，应当在申请时一并提出；当时不知道的，可以在复议决定作出前提出。",
    cite=LAW.art(13, 1),
)
MAKER_OFFICE = office("maker_office", "制定机关", cite=LAW.art(58, 1))
CLAUSES = text("clauses", "要求说明合法性的条款", cite=LAW.art(58, 1))
MAKER_TEXT = long_text("maker_text", "制定机关的书面答复", cite=LAW.art(58, 1))
MAKER_FILES = files("maker_files", "相关材料", required=False, cite=LAW.art(58, 1))
REVIEW_RESULT = choice(
    "review_result",
    "对有关条款的处理",
    Option("lawful", "条款合法", LAW.art(59)),
    Option("beyond", "条款超越权限，停止执行并责令纠正", LAW.art(59)),
    Option("conflict", "条款违反上位法，停止执行并责令纠正", LAW.art(59)),
    cite=LAW.art(59),
)
REVIEW_REASON = long_text("review_reason", "处理的理由", cite=LAW.art(59))
COMPETENT_OFFICE = office("competent_office", "有权处理的机关", cite=LAW.art(56))
REPLY_TEXT = long_text("reply_text", "回复的处理意见", cite=LAW.art(60))
REPLY_RESULT = choice(
    "reply_result",
    "有权机关的处理意见",
    Option("lawful", "条款合法", LAW.art(60)),
    Option("unlawful", "条款不合法", LAW.art(60)),
    cite=LAW.art(60),
)
