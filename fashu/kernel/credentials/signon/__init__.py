"""One sign-on for other subsystems: an OpenID Connect provider.

Authorization code with PKCE and nothing else. Norms: RFC 6749, 6750, 7009, 7636, 9207, 9700;
OpenID Connect Core, Discovery, RP-Initiated Logout and Back-Channel Logout 1.0.
"""
