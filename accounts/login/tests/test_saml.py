"""Logging in by SAML: a signed answer to the question that was asked opens the door; anything else does not."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.test import Client
from django.urls import reverse
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from accounts.people.models import User
from governance.public import login_providers

pytestmark = pytest.mark.django_db
ENTITY = "https://id.company.example/saml"
SITE = "http://testserver"
ANSWER = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" IssueInstant="{now}"
 Destination="{acs}" InResponseTo="{asked}"><saml:Issuer>{entity}</saml:Issuer>
 <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}
 </samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion" Version="2.0"
 IssueInstant="{now}"><saml:Issuer>{entity}</saml:Issuer><saml:Subject>
 <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">4711</saml:NameID>
 <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{later}" Recipient="{acs}" InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>
 <saml:Conditions NotBefore="{earlier}" NotOnOrAfter="{later}"><saml:AudienceRestriction>
 <saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
 <saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>
 urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>
 </saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="employeeNumber"><saml:AttributeValue>{number}
</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""


class Signer:
    """A key with its certificate."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "id.company.example")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        self.certificate = certificate.public_bytes(serialization.Encoding.PEM).decode()
        self.key = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    def sign(self, xml: str) -> str:
        signed: bytes | str = OneLogin_Saml2_Utils.add_sign(xml, self.key, self.certificate)
        return signed.decode() if isinstance(signed, bytes) else signed


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


@pytest.fixture
def lin() -> User:
    return User.objects.create_user("lin", employee_number="AH0007")


@pytest.fixture
def saml(settings: Any, signer: Signer) -> None:
    settings.SINGLE_SIGN_ON = login_providers(
        {"SAML_ENTITY_ID": ENTITY, "SAML_SSO_URL": f"{ENTITY}/sso", "SAML_CERTIFICATE": signer.certificate,
         "SAML_MATCH": "employeeNumber:employee_number"}
    )  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = settings.SINGLE_SIGN_ON.apps


@pytest.fixture
def client() -> Client:
    """A browser names the host that it asks."""
    return Client(headers={"host": "testserver"})


def question(client: Client) -> str:
    """The number of the question that the site asks the provider."""
    sent = client.post(reverse("saml_login", args=["company"]))
    packed = parse_qs(urlsplit(sent["Location"]).query)["SAMLRequest"][0]
    return ElementTree.fromstring(zlib.decompress(base64.b64decode(packed), -15)).attrib["ID"]


def answer(client: Client, asked: str, sign: Callable[[str], str], **changes: str) -> Any:
    """What the provider sends by the person's browser, and where that leads."""
    now, form = datetime.now(UTC), "%Y-%m-%dT%H:%M:%SZ"
    acs = SITE + reverse("saml_acs", args=["company"])
    values = {
        "now": now.strftime(form), "earlier": (now - timedelta(minutes=1)).strftime(form),
        "later": (now + timedelta(minutes=5)).strftime(form), "acs": acs, "asked": asked, "entity": ENTITY,
        "audience": SITE + reverse("saml_metadata", args=["company"]), "number": "AH0007", **changes,
    }  # fmt: skip
    assertion = sign(ASSERTION.format(**values).replace("{number}\n", values["number"]))
    xml = ANSWER.format(assertion=assertion, **values)
    sent = client.post(acs, {"SAMLResponse": base64.b64encode(xml.encode()).decode(), "RelayState": ""})
    return client.get(sent["Location"], follow=True)


def test_a_signed_answer_opens_the_door(lin: User, saml: None, signer: Signer, client: Client) -> None:
    answer(client, question(client), signer.sign)
    assert client.session["_auth_user_id"] == str(lin.pk)


@pytest.mark.parametrize("changes", [{"audience": "https://else.example"}, {"later": "2020-01-01T00:00:00Z"},
                                     {"entity": "https://else.example"}, {"number": "AH9999"}])  # fmt: skip
def test_an_answer_for_somebody_else_or_too_late_does_not(
    lin: User, saml: None, signer: Signer, client: Client, changes: dict[str, str]
) -> None:
    answer(client, question(client), signer.sign, **changes)
    assert "_auth_user_id" not in client.session


def test_an_answer_of_another_key_or_of_none_does_not(lin: User, saml: None, client: Client) -> None:
    for sign in (Signer().sign, str):
        found = answer(client, question(client), sign)
        assert "_auth_user_id" not in client.session
        assert found.redirect_chain[-1][0] == reverse("account_login")


def test_an_answer_that_was_changed_after_it_was_signed_does_not(
    lin: User, saml: None, signer: Signer, client: Client
) -> None:
    User.objects.create_user("boss", employee_number="AH0001")
    answer(client, question(client), lambda xml: signer.sign(xml).replace("AH0007", "AH0001"))
    assert "_auth_user_id" not in client.session


def test_an_answer_to_no_question_does_not(lin: User, saml: None, signer: Signer, client: Client) -> None:
    answer(client, "_made_up", signer.sign)
    assert "_auth_user_id" not in client.session


def test_the_same_answer_opens_the_door_once(lin: User, saml: None, signer: Signer, client: Client) -> None:
    asked = question(client)
    answer(client, asked, signer.sign)
    client.logout()
    answer(client, asked, signer.sign)
    assert "_auth_user_id" not in client.session
