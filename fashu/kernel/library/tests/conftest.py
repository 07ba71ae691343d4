"""A small library of invented laws. Their words are no real statute's."""

from pathlib import Path

import pytest

from fashu.kernel.law.tests.lighthouse import BARE, MARKED
from fashu.kernel.library.importer import import_folder

CODE = """---
title: "灯塔法典"
subtitle: "{part}"
publish_date: "2025-01-01"
category: "民法典"
---
# 灯塔法典

# {part}

<!-- INFO END -->

## 第一章 一般规定

{articles}
"""

FILES = {
    "行政法规/灯塔管理条例(2001-03-08).md": MARKED,
    "行政法规/灯塔管理条例(2026-04-30).md": BARE,
    "行政法规/副本/灯塔管理条例(2001-03-08).md": MARKED,
    "行政法规/灯台暂行办法(1990-01-02).md": "# 灯台暂行办法\n\n1990年1月2日 国务院发布\n\n"
    "<!-- INFO END -->\n\n第一条 灯台归县。\n\n第二条 本办法自1990年2月1日起施行。\n",
    "灯塔法典/总则.md": CODE.format(
        part="总则", articles="第一条 灯塔亮。\n\n第二条 灯塔高。\n\n守塔人应当点灯。"
    ),
    "灯塔法典/守塔编.md": CODE.format(
        part="守塔编", articles="第三条 守塔人住在塔里。\n\n第四条 本法自2025年3月1日起施行。"
    ),
    "浙江/星海县养猫条例(2020-05-06).md": "# 星海县养猫条例\n\n2020年5月6日 通过\n\n"
    "<!-- INFO END -->\n\n第一条 猫归守塔人。\n\n第三条 猫每日点名。\n",
    "案例/猫案.md": "# 猫案\n\n<!-- INFO END -->\n\n## 基本案情\n\n第一条 猫跑了。",
}


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented laws as files."""
    return write(tmp_path / "laws", FILES)


@pytest.fixture
def library(folder: Path, db: None) -> Path:
    """The invented laws imported, without the register of real ones."""
    import_folder(folder, register=())
    return folder
