"""What the pages of one kind of certificate say; the pages themselves are the same for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.certificates.forms import CertificateForm
from accounts.certificates.services import CertificateKind
from governance.public import Sentence


@dataclass(frozen=True, slots=True)
class CertificatePages:
    """The kind, its tab, form and services, and the words of its four pages."""

    kind: CertificateKind[Any]
    tab: str
    form: type[CertificateForm]
    give: Callable[..., Any]
    end: Callable[..., Any]
    # Templates of the list and of one, which add the columns and facts of their own.
    list_template: str
    detail_template: str
    title: Sentence
    one: Sentence
    holder: Sentence
    giver: Sentence
    give_title: Sentence
    give_label: Sentence
    give_follows: Sentence
    given: Sentence
    end_title: Sentence
    end_follows: Sentence
    ended: Sentence
    none_title: Sentence
    none_text: Sentence
