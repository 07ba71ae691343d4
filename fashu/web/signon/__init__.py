"""The addresses by which other subsystems ask us who somebody is (OpenID Connect)."""
