"""The tables of the record. They hold hashes and signatures, nothing personal.

Only the sequencer (role fashu_record) writes them, through `ledger`; nobody updates or
deletes. `cases_event` is not referenced by a foreign key: an event that vanishes must leave
its entry behind as evidence.
"""

from django.db import models


class Entry(models.Model):
    """The place of one event, or of one roll of readings, in the log."""

    leaf_index = models.BigIntegerField("日志序号", primary_key=True)
    event_id = models.BigIntegerField("事件", unique=True, null=True)
    roll_id = models.BigIntegerField("批", unique=True, null=True)
    leaf_hash = models.BinaryField("SHA-256 叶哈希")
    sm3_hash = models.BinaryField("SM3 叶哈希")
    added_at = models.DateTimeField("写入时间")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(event_id=None) ^ models.Q(roll_id=None), name="entry_of_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.leaf_index}"


class Roll(models.Model):
    """Many readings that went into the log together; see `rolls`."""

    number = models.BigIntegerField("批", primary_key=True)
    first = models.BigIntegerField("首条查阅记录")
    made_at = models.DateTimeField("汇集时间", db_index=True)
    envelope = models.BinaryField("信封")

    def __str__(self) -> str:
        return f"{self.number}"


class Rolled(models.Model):
    """One reading's digest in its roll. No foreign keys: what vanishes must leave this behind."""

    reading_id = models.BigIntegerField("查阅记录", primary_key=True)
    roll_id = models.BigIntegerField("批", db_index=True)
    digest = models.BinaryField("摘要")

    def __str__(self) -> str:
        return f"{self.roll_id} {self.reading_id}"


class Checkpoint(models.Model):
    """The log at one size, signed."""

    size = models.BigIntegerField("条数", primary_key=True)
    root = models.BinaryField("SHA-256 根")
    sm3_root = models.BinaryField("SM3 根")
    note = models.TextField("签名注记")
    created_at = models.DateTimeField("签署时间")

    def __str__(self) -> str:
        return f"{self.size}"


class Audit(models.Model):
    """That the whole record was audited, and what came of it. The damages are in its report."""

    at = models.DateTimeField("时间")
    seconds = models.FloatField("用时")
    events = models.BigIntegerField("事件")
    entries = models.BigIntegerField("日志条数")
    damages = models.BigIntegerField("问题")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.at} {self.damages}"


class Cosignature(models.Model):
    """A witness's signature on a checkpoint."""

    size = models.BigIntegerField("条数")
    name = models.TextField("见证人")
    key_id = models.BinaryField("密钥编号")
    line = models.TextField("签名行")
    signed_at = models.DateTimeField("见证时间")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("size", "name", "key_id"), name="cosignature_once"),
        )

    def __str__(self) -> str:
        return f"{self.size} {self.name}"
