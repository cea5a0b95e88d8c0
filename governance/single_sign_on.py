"""By whose word people may log in besides our own password: one row a provider, switched on by its environment.

Read by the settings alone, before anything is loaded. Nobody signs up: a provider only says who somebody is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Environment = Mapping[str, str]
AUTH_TIME, ACT = "auth_time", "act"
# Fields of a person's record that administrators alone write, by one of which a provider may know them.
KNOWN_BY = frozenset({"username", "employee_number", "email"})


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: the variables without which it is off, what allauth is told, and where its pages lie.

    `match` names the variable that says "claim:field": the claim of the provider that stands in that field of the
    person's record. Where it is not set, people connect themselves once, from their settings.
    """

    code: str
    needs: tuple[str, ...]
    match: str
    app: Callable[[Environment], dict[str, Any]]
    pages: Callable[[Environment], str]
    # What a login of this provider must carry, or it belongs to another company: variable and claim.
    company: tuple[str, str] | None = None
    # By what a login proves that the person was there just now: a claim with the moment, or the act itself.
    proof: str = ""


def _oidc(env: Environment) -> dict[str, Any]:
    return {
        "provider_id": "company",
        "name": env.get("OIDC_NAME", "OpenID Connect"),
        "client_id": env["OIDC_CLIENT_ID"],
        "secret": env["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": env["OIDC_SERVER_URL"], "oauth_pkce_enabled": True},
    }


def _saml(env: Environment) -> dict[str, Any]:
    return {
        "provider_id": env["SAML_ENTITY_ID"],
        "name": env.get("SAML_NAME", "SAML"),
        "client_id": "company",
        "settings": {
            "idp": {
                "entity_id": env["SAML_ENTITY_ID"],
                "sso_url": env["SAML_SSO_URL"],
                "x509cert": env["SAML_CERTIFICATE"].replace("\\n", "\n"),
            },
            "advanced": {
                "strict": True, "want_assertion_signed": True, "reject_idp_initiated_sso": True,
                "reject_deprecated_algorithm": True, "allow_repeat_attribute_name": False,
                "allow_single_label_domains": True,  # an intranet calls itself what it likes
            },
        },
    }  # fmt: skip


def _keys(identity: str, secret: str, **rest: str) -> Callable[[Environment], dict[str, Any]]:
    """An app that is a number and a secret, with further settings by the name of their variable."""
    return lambda env: {
        "client_id": env[identity],
        "secret": env[secret],
        "settings": {name: env[variable] for name, variable in rest.items()},
    }


PROVIDERS = (
    Provider(
        "openid_connect", ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"), "OIDC_MATCH", _oidc,
        lambda env: env["OIDC_SERVER_URL"], proof=AUTH_TIME,
    ),
    Provider(
        "saml", ("SAML_ENTITY_ID", "SAML_SSO_URL", "SAML_CERTIFICATE"), "SAML_MATCH", _saml,
        lambda env: env["SAML_SSO_URL"],
    ),
    Provider(
        "wecom", ("WECOM_CORP_ID", "WECOM_AGENT_ID", "WECOM_SECRET"), "WECOM_MATCH",
        _keys("WECOM_CORP_ID", "WECOM_SECRET", agent_id="WECOM_AGENT_ID"),
        lambda env: "https://login.work.weixin.qq.com", proof=ACT,
    ),
    Provider(
        "dingtalk", ("DINGTALK_CLIENT_ID", "DINGTALK_CLIENT_SECRET"), "DINGTALK_MATCH",
        _keys("DINGTALK_CLIENT_ID", "DINGTALK_CLIENT_SECRET"), lambda env: "https://login.dingtalk.com",
    ),
    Provider(
        "feishu", ("FEISHU_APP_ID", "FEISHU_APP_SECRET", "FEISHU_TENANT_KEY"), "FEISHU_MATCH",
        _keys("FEISHU_APP_ID", "FEISHU_APP_SECRET"), lambda env: "https://open.feishu.cn",
        company=("FEISHU_TENANT_KEY", "tenant_key"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Configured:
    """What the settings take over: allauth's table, claim and field by provider, and the origins of their pages."""

    apps: dict[str, dict[str, Any]]
    matches: dict[str, tuple[str, str]]
    companies: dict[str, tuple[str, str]]
    proofs: dict[str, str]
    origins: tuple[str, ...]


def configured(env: Environment) -> Configured:
    """The providers whose variables are all set. Raises ValueError for half a provider, or an unknown field."""
    apps: dict[str, dict[str, Any]] = {}
    matches: dict[str, tuple[str, str]] = {}
    companies: dict[str, tuple[str, str]] = {}
    proofs: dict[str, str] = {}
    origins = []
    for row in PROVIDERS:
        given = [name for name in row.needs if env.get(name)]
        if not given:
            continue
        if len(given) < len(row.needs):
            missing = sorted(set(row.needs) - set(given))
            raise ValueError(f"{row.code}: {', '.join(missing)} must be set too")
        apps[row.code] = {"APPS": [row.app(env)]}
        proofs[row.code] = row.proof
        if env.get(row.match):
            matches[row.code] = _match(row, env[row.match])
        if row.company:
            variable, claim = row.company
            companies[row.code] = (claim, env[variable])
        place = urlsplit(row.pages(env))
        origins.append(f"{place.scheme}://{place.netloc}")
    return Configured(apps, matches, companies, proofs, tuple(dict.fromkeys(origins)))


def _match(row: Provider, text: str) -> tuple[str, str]:
    claim, _colon, field = text.partition(":")
    if not claim or field not in KNOWN_BY:
        raise ValueError(f"{row.match}: write it as claim:field, the field one of {', '.join(sorted(KNOWN_BY))}")
    return claim, field
