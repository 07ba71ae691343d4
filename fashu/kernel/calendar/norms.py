"""The provisions the calendar itself rests on. Every other one is handed in by the caller."""

from fashu.kernel.calendar.values import Unit
from fashu.kernel.law.citation import Law

CIVIL_PROCEDURE = Law("民事诉讼法")
CIVIL_CODE = Law("民法典")
DAYS_OFF = Law("全国年节及纪念日放假办法")

START_NOT_COUNTED = CIVIL_PROCEDURE.art(85, 2)
"""期间开始的时和日，不计算在期间内。"""
ROLLS_OVER = CIVIL_PROCEDURE.art(85, 3)
"""最后一日是法定休假日的，以法定休假日后的第一日为期间届满的日期。"""

CIVIL_START_NOT_COUNTED = CIVIL_CODE.art(201, 1)
"""按照年、月、日计算期间的，开始的当日不计入。"""
HOURS_FROM_THE_MOMENT = CIVIL_CODE.art(201, 2)
"""按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。"""
CORRESPONDING_DAY = CIVIL_CODE.art(202)
"""到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。"""
CIVIL_ROLLS_OVER = CIVIL_CODE.art(203, 1)
"""以法定休假日结束的次日为期间的最后一日。"""

HOLIDAYS = DAYS_OFF.art(2)
"""全体公民放假的节日。"""
SHIFTED_DAYS_OFF = DAYS_OFF.art(7)
"""全体公民放假的假日，可合理安排统一放假调休。"""

RECEIPT_DIRECT = CIVIL_PROCEDURE.art(88, 2)
"""在送达回证上签收的日期为送达日期。"""
RECEIPT_LEFT = CIVIL_PROCEDURE.art(89)
"""把诉讼文书留在受送达人的住所……即视为送达。"""
RECEIPT_ELECTRONIC = CIVIL_PROCEDURE.art(90, 2)
"""送达信息到达受送达人特定系统的日期为送达日期。"""
RECEIPT_POST = CIVIL_PROCEDURE.art(91)
"""邮寄送达的，以回执上注明的收件日期为送达日期。"""
RECEIPT_ENTRUSTED = CIVIL_PROCEDURE.art(94)
"""以在送达回证上的签收日期，为送达日期。"""
RECEIPT_PUBLIC = CIVIL_PROCEDURE.art(95, 1)
"""自发出公告之日起，经过三十日，即视为送达。"""

COUNTED_IN = {
    Unit.WORKING_DAY: HOLIDAYS,
    Unit.MONTH: CORRESPONDING_DAY,
    Unit.YEAR: CORRESPONDING_DAY,
    Unit.HOUR: HOURS_FROM_THE_MOMENT,
    Unit.SERVICE_HOUR: HOURS_FROM_THE_MOMENT,
}
"""The clause a unit is counted by where the caller names none; 日 follow the start day's."""
