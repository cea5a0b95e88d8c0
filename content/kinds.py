"""The kinds of records that this floor brings, and how their ledger entries read."""

from django.utils.translation import gettext_lazy as _

from governance.public import register_events, register_kind

register_kind("plan", model="content.PlanItem", label=_("plan item"), url="content:plan_detail")
register_kind("draft", model="content.Draft", label=_("draft"), url="content:draft_detail")
register_kind("media", model="content.MediaAsset", label=_("file"), url="content:media_detail")
register_kind("publication", model="content.Publication", label=_("publication"), url="content:publication_detail")
register_kind("checkpoint", model="content.Checkpoint", label=_("checkpoint"), url="content:checkpoint_note")

register_events(
    {
        "plan.created": _("wrote a plan item"),
        "plan.changed": _("changed a plan item"),
        "plan.edited": _("opened a plan item again"),
        "plan.submitted": _("submitted a plan item"),
        "plan.approved": _("approved a plan item"),
        "plan.returned": _("returned a plan item"),
        "plan.dropped": _("dropped a plan item"),
        "media.uploaded": _("uploaded a file"),
        "draft.created": _("began a draft"),
        "draft.changed": _("changed a draft"),
        "draft.edited": _("edited a draft, which voids its signatures"),
        "draft.urgency_approved": _("approved the urgent reason of a draft"),
        "draft.submitted": _("submitted a draft for review"),
        "draft.taken_back": _("took a draft back"),
        "draft.signed": _("signed a draft"),
        "draft.passed_first": _("signed a draft, which passed the first review"),
        "draft.approved": _("signed a draft, which is approved now"),
        "draft.changes_requested": _("requested changes of a draft"),
        "draft.finding_cleared": _("answered a finding of the linter"),
        "draft.scheduled": _("scheduled a draft"),
        "draft.unscheduled": _("took a draft out of the schedule"),
        "draft.preflighted": _("ticked the preflight check"),
        "draft.published": _("recorded the last publication of a draft"),
        "draft.withdrawn": _("withdrew a draft"),
        "draft.discarded": _("discarded a draft"),
        "publication.recorded": _("recorded a publication"),
        "publication.withdrawn": _("withdrew a publication"),
        "checkpoint.noted": _("noted a checkpoint"),
    }
)
