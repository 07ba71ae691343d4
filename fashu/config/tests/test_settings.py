"""What no installation may have otherwise."""

from fashu.config import settings as written


def test_passwords_are_hashed_with_argon2() -> None:
    assert written.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_every_part_of_the_kernel_with_tables_is_installed() -> None:
    parts = {"people", "library", "record", "cases"}
    assert {f"fashu.kernel.{part}" for part in parts} <= set(written.INSTALLED_APPS)


def test_who_acts_is_settled_before_anything_reads_the_database() -> None:
    order = [name.rpartition(".")[2] for name in written.MIDDLEWARE]
    assert order.index("SessionMiddleware") + 1 == order.index("ActorMiddleware")
