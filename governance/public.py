"""The only door into the ground floor for the floors above."""

from governance.access.grants import (
    check_giver,
    check_taker,
    end_grant,
    expire_grants,
    grant_role,
    lock_roles,
    revoke_role,
    roles_held,
)
from governance.access.holding import held_alone, holder_ids, holders, holders_by_account, holders_on
from governance.access.last_holders import last_held
from governance.access.models import Grant, GrantQuerySet
from governance.access.moment import access_moment
from governance.access.requests import StaffRequest
from governance.access.rules import CLOSED, EXPIRED, LEFT, RECERTIFIED, ROLES, ROLES_BY_CODE, VIEW_ACCOUNT, Role
from governance.access.scope import forget_scope
from governance.access.services import (
    Allowed,
    Denied,
    accounts_for,
    can,
    label_of,
    register_gate,
    require,
)
from governance.administration.pages import ReadOnlyAdmin, RecordAdmin
from governance.approvals.confirming import Confirmation, decisions_confirmed_since, register_confirmation
from governance.approvals.models import ApprovalDecision, ApprovalRequest
from governance.approvals.people import ResponsiblePerson, barred_askers, responsible_people
from governance.approvals.rules import ApprovalKind, Responsible, approval_kind, register_approval_kind
from governance.approvals.services import (
    approved,
    ask_approval,
    ask_others,
    decide_approval,
    hand_request_on,
    lapse_account_requests,
    lapse_request,
    lock_requests,
    withdraw_approval,
)
from governance.board.measuring import Measurement, measure_now
from governance.board.reading import account_standings
from governance.board.registry import Evidence, Scope, Window, probe, probes_of
from governance.bulk.services import insert_many, update_many
from governance.deadlines.models import Deadline, DeadlineQuerySet
from governance.deadlines.rules import DEFAULT_LADDER
from governance.deadlines.services import (
    cancel_deadline,
    deadlines_of,
    end_account_deadlines,
    ladder_for,
    meet_deadline,
    open_deadline,
    open_deadlines,
    pause_deadline,
    reassign_deadlines,
    recompute_deadlines,
    resume_deadline,
    stop_clock,
)
from governance.deadlines.sweep import register_sweeper, sweep
from governance.demonstration.company import DemoCompany
from governance.demonstration.rules import ACCOUNTS as DEMO_ACCOUNTS
from governance.demonstration.rules import COLLEAGUES as DEMO_COLLEAGUES
from governance.demonstration.rules import DEMO_PASSWORD, DemoAccount, DemoPerson
from governance.demonstration.rules import DEPARTMENTS as DEMO_DEPARTMENTS
from governance.demonstration.rules import FAMILY_NAMES as DEMO_FAMILY_NAMES
from governance.demonstration.rules import FILL as DEMO_FILL
from governance.demonstration.rules import GIVEN_NAMES as DEMO_GIVEN_NAMES
from governance.demonstration.rules import HEADS as DEMO_HEADS
from governance.demonstration.rules import LOGINS as DEMO_LOGINS
from governance.deputies.models import Deputyship
from governance.deputies.services import (
    deputies_at,
    deputies_of,
    end_deputyship,
    name_deputy,
    replace_deputy,
    standing_in_for,
    stood_in_for,
)
from governance.duties.measuring import duty_places, freshness_of_duty, places_late, places_without_record
from governance.duties.models import Duty, DutyRecord
from governance.duties.opening import give_duty, sweep_duties
from governance.duties.places import DutyPlace
from governance.duties.rules import Doer, DutyKind, register_duty_kind
from governance.duties.services import file_duty, pass_duty
from governance.face.addresses import own_path
from governance.face.banners import Banner, register_banner
from governance.files.forms import FilesField
from governance.files.images import clean_image, gif_frames
from governance.files.keeping import CheckedFile, check_file, keep_under_hash
from governance.files.labels import labels_in_text, xmp_packet
from governance.files.rules import ATTACHMENTS, IMAGE_TYPES, MEBIBYTE, PAPERS, FileLimit, FileType
from governance.files.rules import HEADER as FILE_HEADER
from governance.files.serving import answer_file, answer_stored
from governance.files.taking import check_size, hash_of, shown_name, type_by_content
from governance.files.typesetting import font_folders, set_pages
from governance.formkeys.forms import FormKeyField, OnceForm
from governance.formkeys.services import once
from governance.home.registry import Card, CardItem, card
from governance.kinds.registry import Kind, Record, kind_of, register_kind, resolve
from governance.ledger.events import register_events, words_for
from governance.ledger.models import LedgerEntry
from governance.ledger.services import history_of, record, record_many
from governance.ledger.triggers import append_only, settled
from governance.lists.choosing import NUMBER_DIGITS, KnownRows, known_number
from governance.lists.export import add_sheet, export_rows, unguarded
from governance.lists.export import cell as spreadsheet_cell
from governance.lists.exporting import Takeable, Writer, answer_export
from governance.lists.paging import KeyPage, page_by_key
from governance.lists.services import filters_of, save_filter
from governance.notices.services import badge, tell, unread_count, untold
from governance.notices.templates import register_notice
from governance.operations.after_restore import register_restore_check
from governance.operations.readings import Found, register_reading
from governance.particulars.rules import Particular
from governance.policies.books import steady, term, today
from governance.policies.chain import SlotRule, criteria_words, slots_for
from governance.policies.due import EarliestDue, earliest_due
from governance.policies.forms import StructuredField
from governance.policies.models import PackBinding, Policy, PolicyVersion
from governance.policies.params import ParamValue, bound_packs, explain, legal_rules, pack_names, packs_for, param
from governance.policies.people import packs_of
from governance.policies.services import (
    bind_pack,
    check_parameter,
    decide_change,
    name_interpreter,
    propose_change,
    review_policy,
    sign_policy,
    signed_versions,
    unbind_pack,
)
from governance.policies.trials import register_trial
from governance.preferences.rules import is_zone
from governance.records.many import change_records, create_records
from governance.records.services import change_record, create_record
from governance.refusals.answering import render_refused, turn_back
from governance.refusals.constraints import refused_by
from governance.refusals.exceptions import (
    Denial,
    NotAllowed,
    NoteRequired,
    Refused,
    Sentence,
    StaleVersion,
    WrongState,
)
from governance.refusals.forms import WordedForm, form_of_row, posted
from governance.safekeeping.services import is_whole, keep_whole
from governance.search.registry import Hit, register_searcher
from governance.search.services import forget_texts, index_text, index_texts, search, search_ids
from governance.sensitive.agreements import (
    SecondPersonNeeded,
    find_agreement,
    payload_of,
    require_agreement,
    second_person,
    use_agreement,
)
from governance.sensitive.demonstration import fill_sensitive
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.pages import standing_of
from governance.sensitive.rules import SensitiveAct, acts, register_act
from governance.sensitive.services import ask_act, ask_operation, carry_out, find_done, lapse_operation, record_found
from governance.single_sign_on import ACT
from governance.single_sign_on import configured as login_providers
from governance.statements.reading import CompiledQuery
from governance.statements.writing import insert_row, insert_rows, update_row
from governance.tables.columns import Column, ColumnReader, TableReading, TableRow
from governance.tables.dates import PATTERNS, DateReader, day_first_in, month_day, years_of
from governance.tables.files import open_tables
from governance.tables.keeping import hash_of_table, keep_table, kept_table, written_table
from governance.tables.refusal import BadCell, FileRefused, RowError
from governance.tables.rules import ERRORS_SHOWN, FILE_BYTES, HEADER_WITHIN
from governance.tables.table import Row, Table, blank
from governance.tables.text import NulFound
from governance.tables.workbook import FormulaCells
from governance.templatetags.ui import account as draw_account
from governance.templatetags.ui import due as draw_due
from governance.templatetags.ui import icon as draw_icon
from governance.templatetags.ui import person as draw_person
from governance.templatetags.ui import status_of as draw_status
from governance.templatetags.ui import when as draw_when
from governance.texts.hygiene import BLANKS, clean_name, clean_text, has_visible_text, normalised, searched
from governance.texts.listing import listed
from governance.workflow.forms import MoveForm
from governance.workflow.machine import (
    EVERYBODY,
    SYSTEM,
    Machine,
    State,
    Transition,
    register_machine,
    state_constraint,
)
from governance.workflow.models import MoveNote
from governance.workflow.reading import notes_of
from governance.workflow.services import Move, available_moves, move, require_version
from governance.worktime.clock import add_working_days, clock_of, due_at, is_working, working_minutes_between
from governance.worktime.explain import Due, due_for
from governance.worktime.forms import DayField, MomentField
from governance.worktime.rules import Limit
from governance.worktime.services import calendar_choices, calendar_name

__all__ = [
    "ACT",
    "ATTACHMENTS",
    "BLANKS",
    "CLOSED",
    "DEFAULT_LADDER",
    "DEMO_ACCOUNTS",
    "DEMO_COLLEAGUES",
    "DEMO_DEPARTMENTS",
    "DEMO_FAMILY_NAMES",
    "DEMO_FILL",
    "DEMO_GIVEN_NAMES",
    "DEMO_HEADS",
    "DEMO_LOGINS",
    "DEMO_PASSWORD",
    "ERRORS_SHOWN",
    "EVERYBODY",
    "EXPIRED",
    "FILE_BYTES",
    "FILE_HEADER",
    "HEADER_WITHIN",
    "IMAGE_TYPES",
    "LEFT",
    "MEBIBYTE",
    "NUMBER_DIGITS",
    "PAPERS",
    "PATTERNS",
    "RECERTIFIED",
    "ROLES",
    "ROLES_BY_CODE",
    "SYSTEM",
    "VIEW_ACCOUNT",
    "Allowed",
    "ApprovalDecision",
    "ApprovalKind",
    "ApprovalRequest",
    "BadCell",
    "Banner",
    "Card",
    "CardItem",
    "CheckedFile",
    "Column",
    "ColumnReader",
    "CompiledQuery",
    "Confirmation",
    "DateReader",
    "DayField",
    "Deadline",
    "DeadlineQuerySet",
    "DemoAccount",
    "DemoCompany",
    "DemoPerson",
    "Denial",
    "Denied",
    "Deputyship",
    "Doer",
    "Due",
    "Duty",
    "DutyKind",
    "DutyPlace",
    "DutyRecord",
    "EarliestDue",
    "Evidence",
    "FileLimit",
    "FileRefused",
    "FileType",
    "FilesField",
    "FormKeyField",
    "FormulaCells",
    "Found",
    "Grant",
    "GrantQuerySet",
    "Hit",
    "KeyPage",
    "Kind",
    "KnownRows",
    "LedgerEntry",
    "Limit",
    "Machine",
    "Measurement",
    "MomentField",
    "Move",
    "MoveForm",
    "MoveNote",
    "NotAllowed",
    "NoteRequired",
    "NulFound",
    "OnceForm",
    "PackBinding",
    "ParamValue",
    "Particular",
    "Policy",
    "PolicyVersion",
    "ReadOnlyAdmin",
    "Record",
    "RecordAdmin",
    "Refused",
    "Responsible",
    "ResponsiblePerson",
    "Role",
    "Row",
    "RowError",
    "Scope",
    "SecondPersonNeeded",
    "SensitiveAct",
    "SensitiveOperation",
    "Sentence",
    "SlotRule",
    "StaffRequest",
    "StaleVersion",
    "State",
    "StructuredField",
    "Table",
    "TableReading",
    "TableRow",
    "Takeable",
    "Transition",
    "Window",
    "WordedForm",
    "Writer",
    "WrongState",
    "access_moment",
    "account_standings",
    "accounts_for",
    "acts",
    "add_sheet",
    "add_working_days",
    "answer_export",
    "answer_file",
    "answer_stored",
    "append_only",
    "approval_kind",
    "approved",
    "ask_act",
    "ask_approval",
    "ask_operation",
    "ask_others",
    "available_moves",
    "badge",
    "barred_askers",
    "bind_pack",
    "blank",
    "bound_packs",
    "calendar_choices",
    "calendar_name",
    "can",
    "cancel_deadline",
    "card",
    "carry_out",
    "change_record",
    "change_records",
    "check_file",
    "check_giver",
    "check_parameter",
    "check_size",
    "check_taker",
    "clean_image",
    "clean_name",
    "clean_text",
    "clock_of",
    "create_record",
    "create_records",
    "criteria_words",
    "day_first_in",
    "deadlines_of",
    "decide_approval",
    "decide_change",
    "decisions_confirmed_since",
    "deputies_at",
    "deputies_of",
    "draw_account",
    "draw_due",
    "draw_icon",
    "draw_person",
    "draw_status",
    "draw_when",
    "due_at",
    "due_for",
    "duty_places",
    "earliest_due",
    "end_account_deadlines",
    "end_deputyship",
    "end_grant",
    "expire_grants",
    "explain",
    "export_rows",
    "file_duty",
    "fill_sensitive",
    "filters_of",
    "find_agreement",
    "find_done",
    "font_folders",
    "forget_scope",
    "forget_texts",
    "form_of_row",
    "freshness_of_duty",
    "gif_frames",
    "give_duty",
    "grant_role",
    "hand_request_on",
    "has_visible_text",
    "hash_of",
    "hash_of_table",
    "held_alone",
    "history_of",
    "holder_ids",
    "holders",
    "holders_by_account",
    "holders_on",
    "index_text",
    "index_texts",
    "insert_many",
    "insert_row",
    "insert_rows",
    "is_whole",
    "is_working",
    "is_zone",
    "keep_table",
    "keep_under_hash",
    "keep_whole",
    "kept_table",
    "kind_of",
    "known_number",
    "label_of",
    "labels_in_text",
    "ladder_for",
    "lapse_account_requests",
    "lapse_operation",
    "lapse_request",
    "last_held",
    "legal_rules",
    "listed",
    "lock_requests",
    "lock_roles",
    "login_providers",
    "measure_now",
    "meet_deadline",
    "month_day",
    "move",
    "name_deputy",
    "name_interpreter",
    "normalised",
    "notes_of",
    "once",
    "open_deadline",
    "open_deadlines",
    "open_tables",
    "own_path",
    "pack_names",
    "packs_for",
    "packs_of",
    "page_by_key",
    "param",
    "pass_duty",
    "pause_deadline",
    "payload_of",
    "places_late",
    "places_without_record",
    "posted",
    "probe",
    "probes_of",
    "propose_change",
    "reassign_deadlines",
    "recompute_deadlines",
    "record",
    "record_found",
    "record_many",
    "refused_by",
    "register_act",
    "register_approval_kind",
    "register_banner",
    "register_confirmation",
    "register_duty_kind",
    "register_events",
    "register_gate",
    "register_kind",
    "register_machine",
    "register_notice",
    "register_reading",
    "register_restore_check",
    "register_searcher",
    "register_sweeper",
    "register_trial",
    "render_refused",
    "replace_deputy",
    "require",
    "require_agreement",
    "require_version",
    "resolve",
    "responsible_people",
    "resume_deadline",
    "review_policy",
    "revoke_role",
    "roles_held",
    "save_filter",
    "search",
    "search_ids",
    "searched",
    "second_person",
    "set_pages",
    "settled",
    "shown_name",
    "sign_policy",
    "signed_versions",
    "slots_for",
    "spreadsheet_cell",
    "standing_in_for",
    "standing_of",
    "state_constraint",
    "steady",
    "stood_in_for",
    "stop_clock",
    "sweep",
    "sweep_duties",
    "tell",
    "term",
    "today",
    "turn_back",
    "type_by_content",
    "unbind_pack",
    "unguarded",
    "unread_count",
    "untold",
    "update_many",
    "update_row",
    "use_agreement",
    "withdraw_approval",
    "words_for",
    "working_minutes_between",
    "written_table",
    "xmp_packet",
    "years_of",
]
