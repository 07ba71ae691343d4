"""Signing in with the province's identity account (省统一身份认证): an OpenID Connect client.

Authorization code with PKCE, state and nonce, and nothing else. Norms: OpenID Connect Core and
Discovery 1.0; RFC 6749, 7636, 8176, 9207, 9700. One provider, named by the operator's settings.
"""
