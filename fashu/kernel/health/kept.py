"""Is it kept well: room on the disks, keys, certificates, settings, days off, statutes."""

import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.db.models import Max

from fashu.kernel import clock
from fashu.kernel.calendar import CHINA
from fashu.kernel.credentials import sealing as secrets
from fashu.kernel.documents.models import Seal
from fashu.kernel.exchange.models import Delivery
from fashu.kernel.exchange.models import State as Delivered
from fashu.kernel.health.check import Check, bad, ok, warn
from fashu.kernel.holidays import notices
from fashu.kernel.holidays.official import in_force, official
from fashu.kernel.library.models import Edition, Source, Statute
from fashu.kernel.registry import sealing as numbers

GIB = 1024**3
SCARCE, SPENT = 5 * GIB, GIB
SCARCE_SHARE, SPENT_SHARE = 0.1, 0.02
"""Free room from which on to worry, and from which on nothing more should be taken in."""

SOON = timedelta(days=60)
"""A certificate that ends sooner is renewed now."""

PUBLISHED_BY = (12, 1)
"""The notice for the next year has come out in November ever since 2014."""


def storage() -> Check:
    """There is room where files, logs and keys are written."""
    key, title = "storage", "存储"
    folders = {
        "数据": settings.VAR,
        "附件": settings.FASHU_FILES,
        "存证": settings.FASHU_RECORD_DIR,
    }
    said, scarce, spent = [], False, False
    for name, free, share in _rooms(folders):
        said.append(f"{name}余{free / GIB:.1f} GB（{share:.0%}）")
        spent = spent or free < SPENT or share < SPENT_SHARE
        scarce = scarce or free < SCARCE or share < SCARCE_SHARE
    words = "，".join(said)
    if spent:
        return bad(key, title, f"{words}，即将写满", "请立即扩充磁盘或者清理")
    if scarce:
        return warn(key, title, words, "请扩充磁盘")
    return ok(key, title, words)


def _rooms(folders: dict[str, Path]) -> Iterator[tuple[str, int, float]]:
    """Each disk once, by the first folder on it."""
    seen: set[int] = set()
    for name, folder in folders.items():
        there = next(each for each in (folder, *folder.parents) if each.exists())
        device = there.stat().st_dev
        if device not in seen:
            seen.add(device)
            usage = shutil.disk_usage(there)
            yield name, usage.free, usage.free / usage.total


def keys() -> Check:
    """What seals and signs is there, and nobody else on this machine can read it."""
    key, title = "keys", "密钥"
    folder = Path(settings.FASHU_KEY_DIR)
    found = sorted(folder.rglob("*.key")) if folder.is_dir() else []
    readable = [f.name for f in found if stat.S_IMODE(f.stat().st_mode) & 0o077]
    missing = [
        words
        for kind, words in ((numbers.KEYS, "密封证件号码"), (secrets.KEYS, "密封登录凭证"))
        if not kind.keys
    ]
    if missing:
        remedy = "新安装的请运行 fashu setup；否则请从备份恢复，不要生成新的"
        return bad(key, title, f"缺少用来{'、'.join(missing)}的密钥", remedy)
    if readable:
        words = f"其他用户可以读取{'、'.join(readable[:3])}"
        return bad(key, title, words, f"请运行 chmod 600，并检查{folder}的权限")
    here = any(f.name.startswith("log-") for f in found)
    aside = "" if here else "；日志签名密钥不在本机，应当只在存证进程的机器上"
    return ok(key, title, f"密封密钥齐备，只有本用户可以读取{aside}")


def certificates() -> Check:
    """No seal in use has a certificate that ends soon."""
    key, title = "certificates", "印章证书"
    now, ended, soon, count = clock.now(), [], [], 0
    for seal in Seal.objects.filter(ended_at=None):
        count += 1
        until = x509.load_pem_x509_certificate(seal.certificate.encode()).not_valid_after_utc
        if until <= now:
            ended.append(seal.title)
        elif until <= now + SOON:
            soon.append(f"{seal.title}（{until.astimezone(clock.BEIJING):%Y-%m-%d}）")
    remedy = "请用 fashu seals 停用并制发新的印章"
    if ended:
        return bad(key, title, f"证书已经过期：{_some(ended)}，用印无效", remedy)
    if soon:
        return warn(key, title, f"证书将在{SOON.days}日内过期：{_some(soon)}", remedy)
    return ok(key, title, f"在用印章{count}枚，证书都在有效期内" if count else "还没有制发印章")


def calendar() -> Check:
    """The days off of this year are known, and of the next one once they are published."""
    key, title, today = "calendar", "放假安排", clock.today()
    known = official()
    words = f"载有{known.published[0]}年至{known.published[-1]}年"
    entered = "、".join(f"{year}年" for year in known.sources)
    words += f"，其中{entered}由管理员录入" if entered else ""
    remedy = "请系统管理员在“放假安排”中录入国务院办公厅的通知，由另一人复核"
    if not known.is_published(today.year):
        return bad(key, title, f"{words}；没有{today.year}年，今年的期限全部暂定", remedy)
    if (today.month, today.day) >= PUBLISHED_BY and not known.is_published(today.year + 1):
        return warn(key, title, f"{words}；没有{today.year + 1}年", remedy)
    apart = [notice.year for notice in in_force() if notices.differences(notice)]
    if apart:
        years = "、".join(f"{year}年" for year in apart)
        remedy = "请对照国务院办公厅的通知；录入有误的，录入更正后的通知"
        return warn(key, title, f"录入的{years}与日历库不同，以录入的为准", remedy)
    if any(CHINA.is_published(year) for year in known.sources):
        words += "，与日历库一致"
    return ok(key, title, words)


def library() -> Check:
    """There are statutes to quote from."""
    key, title = "library", "法规库"
    editions = Edition.objects.filter(has_text=True).count()
    if not editions:
        words = "法规库是空的：页面上的引用不能展开为原文"
        return warn(key, title, words, "请运行 fashu law import 导入自有的法规文本")
    newest = Source.objects.aggregate(newest=Max("promulgated"))["newest"]
    unread = Source.objects.exclude(outcome="read").count()
    words = f"{Statute.objects.count()}部法规、{editions}个文本，最新的公布于{newest}"
    if unread:
        return ok(key, title, f"{words}；{unread}个文件没有完整读出，见 fashu law report")
    return ok(key, title, words)


def deliveries() -> Check:
    """What other systems subscribed to reaches them."""
    key, title = "deliveries", "消息投递"
    dead = Delivery.objects.filter(state=Delivered.DEAD).count()
    if dead:
        return warn(key, title, f"有{dead}件死信没有送达", "请在“消息投递”页查看原因后重新发送")
    return ok(key, title, "没有死信")


def setup() -> Check:
    """Nothing is switched on that is meant for trying it out."""
    key, title = "settings", "设置"
    outside = [
        host for host in settings.ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]")
    ]
    if settings.DEBUG:
        return bad(key, title, "调试模式会向来访者显示程序内部", "请去掉 FASHU_DEBUG 并重新启动")
    if outside and settings.DEMO:
        words = "演示账号的密码是公开的，而本机对外服务"
        return bad(key, title, words, "请去掉 FASHU_DEMO，停用演示账号")
    if outside and not settings.HTTPS:
        return bad(key, title, "对外服务而没有加密", "请在代理上启用 HTTPS，并设置 FASHU_HTTPS=1")
    if not settings.MAIL.host:
        words = "没有设置邮件服务器，电子邮件写入文件夹而没有发出"
        return warn(key, title, words, "请设置 FASHU_MAIL_URL")
    return ok(key, title, "没有只供试用的选项")


def _some(names: list[str]) -> str:
    more = f"等{len(names)}枚" if len(names) > 3 else ""
    return f"{'、'.join(names[:3])}{more}"
