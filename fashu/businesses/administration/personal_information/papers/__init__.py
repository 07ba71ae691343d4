"""The 文书 of personal-information requests."""

from fashu.businesses.administration.personal_information.norms import HOUSE, LAW
from fashu.businesses.administration.personal_information.parties import PERSON
from fashu.kernel.procedure import Paper

PROOF_NOTICE = Paper(
    key="proof_notice", title="补充身份证明通知书", cite=HOUSE.art(1), to=(PERSON,)
)
ACCEPTANCE = Paper(
    key="acceptance", title="个人信息权利请求受理通知书", cite=LAW.art(50, 1), to=(PERSON,)
)
EXTENSION_NOTICE = Paper(
    key="extension_notice", title="延长处理期限通知书", cite=HOUSE.art(3), to=(PERSON,)
)
DECISION = Paper(
    key="decision", title="个人信息权利请求处理决定书", cite=LAW.art(50, 1), to=(PERSON,)
)
REPLY = Paper(key="reply", title="个人信息权利请求答复书", cite=LAW.art(50, 1), to=(PERSON,))
