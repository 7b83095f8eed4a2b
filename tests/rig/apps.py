"""The made-up GitHub's Apps: who signs for one, where it is installed, and the tokens that its installations are given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from contract import ASSUMED
from handlers import Refused
from world import DAY, App, Body, Installation, Token, World, link, user

RANKS = {"read": 1, "write": 2, "admin": 3}
HOUR, MOST = 3600, 600


@lru_cache
def key_pair(number: int = 0) -> tuple[str, str]:
    """A private key as GitHub makes them, and the public one that belongs to it; another one for each number."""
    made = generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def installed(world: World, headers: Mapping[str, str], repository: str, now: float) -> Body:
    """The installation of the App that signs, on a repository."""
    app = _signing(world, headers, now)
    found = next((one for one in app.installations if repository in one.repositories), None)
    if found is None:
        raise Refused(ASSUMED["hidden"])
    owner = repository.partition("/")[0]
    return {
        "id": found.number, "account": user(owner), "repository_selection": "selected", "app_id": 7, "app_slug": "auditor", "target_id": 1,
        "target_type": "Organization", "permissions": dict(found.permissions), "events": [], "created_at": DAY, "updated_at": DAY,
        "access_tokens_url": link("tokens"), "repositories_url": link("repositories"), "html_url": link("installation"),
        "single_file_name": None, "suspended_by": None, "suspended_at": DAY if found.is_suspended and found.says_so else None,
    }  # fmt: skip


def issued(world: World, headers: Mapping[str, str], number: int, body: Any, now: float) -> Body:
    """A new token of an installation: with the permissions that are asked for, else with all that it has."""
    app = _signing(world, headers, now)
    found = next((one for one in app.installations if one.number == number), None)
    if found is None:
        raise Refused(ASSUMED["hidden"])
    if found.is_suspended:
        raise Refused(ASSUMED["suspended"])
    asked: Mapping[str, str] = body.get("permissions", found.permissions)
    if not all(_has(found, name, level) for name, level in asked.items()):
        raise Refused(ASSUMED["not granted"])
    value = f"ghs_{uuid4().hex}"
    world.tokens[value] = Token(
        {"metadata": "read", **asked}, expires=now + HOUR, repositories=found.repositories
    )
    expires = datetime.fromtimestamp(now + HOUR, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"token": value, "expires_at": expires, "permissions": dict(asked)}


def _has(installation: Installation, name: str, level: str) -> bool:
    return RANKS[level] <= RANKS.get(installation.permissions.get(name, ""), 0)


def _signing(world: World, headers: Mapping[str, str], now: float) -> App:
    """The App that has signed: by its own key, for ten minutes at the most, and not before now."""
    scheme, _, given = headers.get("Authorization", "").partition(" ")
    try:
        name = jwt.decode(given, options={"verify_signature": False})["iss"]
        app = world.apps[name]
        unchecked = {"verify_exp": False, "verify_iat": False, "require": ["iat", "exp", "iss"]}
        said = jwt.decode(given, app.public, algorithms=["RS256"], options=unchecked)  # type: ignore[arg-type]  # a dict of them
    except (jwt.PyJWTError, KeyError):
        raise Refused(ASSUMED["unsigned"]) from None
    if scheme != "Bearer" or not said["iat"] <= now < said["exp"] <= now + MOST:
        raise Refused(ASSUMED["unsigned"])
    return app
