"""Shapes of an upload of the directory, and of its confirmation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.public import WordedForm


class DirectoryForm(WordedForm):
    """The people, and the departments where they come with them."""

    people = forms.FileField(
        label=_("File of people"), allow_empty_file=True,
        help_text=_(
            "CSV or XLSX whose first row names the columns: 工号, 登录名, 姓名, and as needed 邮箱, 部门, 上级, 岗位, "
            "入职日期, 状态, 离职日期."
        ),
    )  # fmt: skip
    departments = forms.FileField(
        label=_("File of departments"), required=False, allow_empty_file=True,
        help_text=_("Only where departments change: 部门编码, 部门名称, and as needed 英文名, 上级部门, 负责人."),
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """Where many logins would close, that it is meant."""

    closing = forms.BooleanField(required=False)
