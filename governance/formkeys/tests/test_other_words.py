"""A form that comes again with other words is refused: the first is kept, and the second is not dropped in silence."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from governance.formkeys.models import FormKey
from governance.public import FormKeyField, Refused, once

User = get_user_model()


class WordsForm(forms.Form):
    """Words and a file."""

    form_key = FormKeyField()
    words = forms.CharField()
    file = forms.FileField(required=False)


def sent(words: str, content: bytes = b"", token: str = "t") -> WordsForm:
    data = QueryDict(mutable=True)
    data.update({"form_key": "k", "words": words, "csrfmiddlewaretoken": token})
    files: MultiValueDict[str, Any] = MultiValueDict()
    if content:
        files["file"] = SimpleUploadedFile("a.txt", content)
    form = WordsForm(data, files)
    assert form.is_valid()
    return form


def keep(form: WordsForm, person: Any) -> Group:
    data = form.cleaned_data
    return once(data["form_key"], lambda: Group.objects.create(name=data["words"]), model=Group, actor=person)


@pytest.mark.django_db
def test_the_same_words_under_another_token_of_the_page_are_the_same_form() -> None:
    person = User.objects.create_user("p")
    assert keep(sent("one"), person) == keep(sent("one", token="u"), person)


@pytest.mark.django_db
def test_other_words_are_refused_and_the_sentence_names_what_was_kept() -> None:
    person = User.objects.create_user("p")
    keep(sent("one"), person)
    with pytest.raises(Refused, match="one"):
        keep(sent("two"), person)
    assert list(Group.objects.values_list("name", flat=True)) == ["one"]


@pytest.mark.django_db
def test_another_file_counts_as_other_words_and_can_still_be_read() -> None:
    person = User.objects.create_user("p")
    first = sent("one", b"first")
    keep(first, person)
    assert first.cleaned_data["file"].read() == b"first"
    assert keep(sent("one", b"first"), person).name == "one"
    with pytest.raises(Refused):
        keep(sent("one", b"second"), person)


@pytest.mark.django_db
def test_a_form_whose_record_is_gone_is_refused_in_words() -> None:
    person = User.objects.create_user("p")
    keep(sent("one"), person).delete()
    with pytest.raises(Refused, match=r"new form|新的表单"):
        keep(sent("one"), person)


@pytest.mark.django_db
def test_a_key_of_before_the_digests_answers_with_its_record() -> None:
    person = User.objects.create_user("p")
    first = keep(sent("one"), person)
    FormKey.objects.update(digest="")
    assert keep(sent("two"), person) == first


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_that_arrive_at_once_with_other_words_one_is_kept_and_the_other_refused() -> None:
    person, ready = User.objects.create_user("p"), Barrier(2)
    kept: list[str] = []
    refused: list[str] = []

    def send(words: str) -> None:
        ready.wait()
        try:
            kept.append(keep(sent(words), person).name)
        except Refused as refusal:
            refused.append(str(refusal))
        connection.close()

    threads = [Thread(target=send, args=(words,)) for words in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(kept) == len(refused) == 1
    assert kept[0] in refused[0]
    assert [group.name for group in Group.objects.all()] == kept
