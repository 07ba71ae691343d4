"""Where each sub-command of `fashu` lives. One line here makes a part known."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import click


@dataclass(frozen=True, slots=True)
class Part:
    """Where a sub-command lives, and whether it needs the database."""

    place: str
    summary: str
    needs_database: bool = True

    @property
    def exists(self) -> bool:
        return find_spec(self.place.partition(":")[0]) is not None

    def load(self) -> click.Command:
        module, _, name = self.place.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


PARTS = {
    "setup": Part("fashu.config.setup:setup", "建立数据库、角色、表和密钥；可以重复运行"),
    "run": Part("fashu.config.run:run", "启动全部进程"),
    "worker": Part("fashu.config.worker:worker", "处理期限届满和后台作业"),
    "doctor": Part("fashu.kernel.health.cli:doctor", "检查本机的安装，哪里不正常、怎么办"),
    "info": Part("fashu.config.info:info", "版本、数据库与设置一览"),
    "keys": Part("fashu.kernel.registry.cli:keys", "密封证件号码的密钥：一览、更换、停用"),
    "manage": Part("fashu.config.setup:manage", "Django 的管理命令"),
    "credentials": Part(
        "fashu.kernel.credentials.cli:credentials", "凭证：激活码、单点登录的签名密钥"
    ),
    "law": Part("fashu.kernel.library.cli:law", "法规库：导入、查阅、检索、核对引用"),
    "procedure": Part("fashu.config.procedures:procedure", "程序定义：一览、查阅、核对", False),
    "whatif": Part("fashu.config.procedures:whatif", "推演一件案件的期限和步骤", False),
    "case": Part("fashu.kernel.cases.cli:case", "案件：导出、重放"),
    "api": Part("fashu.web.exchange.cli:api", "开放接口：描述和 Python 客户端", False),
    "record": Part("fashu.kernel.record.cli:record", "存证：追加、核查"),
    "witness": Part("fashu.kernel.record.cli:witness", "独立见证进程", False),
    "verify": Part("fashu.kernel.record.cli:verify", "离线验证导出的案件", False),
    "draw": Part("fashu.kernel.supervision.cli:draw", "抽查：重新抽取，核对公布的记录", False),
    "offices": Part("fashu.kernel.people.cli:offices", "机构：从表格导入，导出为表格"),
    "officers": Part("fashu.kernel.people.cli:officers", "人员和任职：从表格导入，导出为表格"),
    "seals": Part("fashu.kernel.documents.cli:seals", "印章：制发、停用、一览"),
    "papers": Part("fashu.kernel.documents.cli:papers", "文书：核验文件、核查文号、测速"),
    "synth": Part("fashu.synthetic.cli:synth", "生成示范省的数据"),
}
