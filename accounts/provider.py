"""Gathers the login providers of this app, so that allauth finds them."""

from accounts.login.wecom.provider import WeComProvider

provider_classes = [WeComProvider]
