"""An invented law, in both styles of header, for tests. None of its words are a real statute's."""

MARKED = """---
title: "中华人民共和国灯塔管理条例"
publish_date: "2001-03-01"
status: "现行有效"
category: "行政法规"
---
# 中华人民共和国灯塔管理条例

2001年3月1日 国务院第9次常务会议通过

2001年3月8日 中华人民共和国国务院令第901号公布

<!-- INFO END -->

## 第一章 总则

第一条 为了灯塔明亮，制定本条例。

第二条 灯塔分为下列种类：

（一）海上灯塔，包括：

1．礁石上的灯塔；

2．浮动的灯塔；

（二）岸上灯塔。

前款规定的种类，由灯塔主管部门公布。

<!-- FORCE BREAK -->

## 第二章 守塔

### 第一节 守塔人

第三条 守塔人依照[[灯塔法|《灯塔法》]]守塔。

第三条之一 守塔人可以养一只猫。

## 附则

第四条 本条例自2001年5月1日起施行。《灯台暂行办法》同时废止。
"""

BARE = """---
title: "中华人民共和国灯塔管理条例"
publish_date: "2026-04-30"
category: "行政法规"
---

# 中华人民共和国灯塔管理条例

2026-04-30 公布
2026-11-01 施行

## 第一章　总则
第一条 为了灯塔长明，制定本条例。

=====第一节　守塔人=====
第二条 守塔人依照《[[灯塔法]]》守塔。

第三条 本条例自2026年11月1日起施行。
[[Category:灯塔]]
"""


def law(*articles: str, header: str = "2010年1月2日 星海县人民代表大会通过") -> str:
    """A law with these lines as its body."""
    return f"# 星海县灯塔条例\n\n{header}\n\n<!-- INFO END -->\n\n" + "\n\n".join(articles)
