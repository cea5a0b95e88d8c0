"""Prints what was submitted, with every sweep."""

from content.originality.services import print_lately
from governance.public import register_sweeper

register_sweeper("originality", print_lately)
