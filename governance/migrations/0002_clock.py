import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_people_and_platform_accounts'),
        ('accounts', '__first__'),
        ('governance', '0001_access_and_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ladder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='code')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(max_length=80, verbose_name='English name')),
            ],
            options={
                'verbose_name': 'ladder',
                'verbose_name_plural': 'ladders',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='WorkCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='code')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                ('zone', models.CharField(max_length=40, verbose_name='time zone')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'working calendar',
                'verbose_name_plural': 'working calendars',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=60, verbose_name='template')),
                ('params', models.JSONField(default=dict, verbose_name='parameters')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='record')),
                ('key', models.CharField(max_length=120, verbose_name='key')),
                ('urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read at')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['recipient', '-id'], name='notice_list'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient', '-id'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'key'), name='notice_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'Mail'), ('wecom', 'WeCom'), ('dingtalk', 'DingTalk'), ('feishu', 'Feishu'), ('slack', 'Slack')], max_length=10, verbose_name='channel')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed'), ('expired', 'Too old to send')], default='waiting', max_length=8, verbose_name='state')),
                ('urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next try at')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('error', models.CharField(blank=True, max_length=200, verbose_name='last error')),
                ('recipient', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                ('notice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='governance.notice', verbose_name='notice')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at', 'id'], name='delivery_waiting'), models.Index(condition=models.Q(('state', 'sent')), fields=['recipient', 'channel', 'sent_at'], name='delivery_sent'), models.Index(condition=models.Q(('state', 'failed')), fields=['-id'], name='delivery_failed')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'channel'), name='delivery_once_per_channel'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'failed', 'expired'])), name='delivery_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'Mail'), ('wecom', 'WeCom'), ('dingtalk', 'DingTalk'), ('feishu', 'Feishu'), ('slack', 'Slack')], max_length=10, verbose_name='channel')),
                ('address', models.TextField(blank=True, verbose_name='sealed address')),
                ('is_on', models.BooleanField(default=True, verbose_name='on')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'channel of a person',
                'verbose_name_plural': 'channels of people',
                'ordering': ['user', 'channel'],
                'constraints': [models.UniqueConstraint(fields=('user', 'channel'), name='subscription_once')],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('source', models.CharField(max_length=80, verbose_name='source')),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='loaded at')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='years', to='governance.workcalendar', verbose_name='calendar')),
            ],
            options={
                'verbose_name': 'complete year',
                'verbose_name_plural': 'complete years',
                'ordering': ['calendar', '-year'],
                'constraints': [models.UniqueConstraint(fields=('calendar', 'year'), name='calendar_year_once')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('makeup', 'Make-up working day')], max_length=8, verbose_name='kind')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='governance.workcalendar', verbose_name='calendar')),
            ],
            options={
                'verbose_name': 'holiday or make-up day',
                'verbose_name_plural': 'holidays and make-up days',
                'ordering': ['calendar', '-day'],
                'constraints': [models.UniqueConstraint(fields=('calendar', 'day'), name='calendar_day_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['holiday', 'makeup'])), name='calendar_day_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='WorkSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='weekday')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spans', to='governance.workcalendar', verbose_name='calendar')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['calendar', 'weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='work_span_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='work_span_weekday_known'), models.UniqueConstraint(fields=('calendar', 'weekday', 'opens'), name='work_span_once')],
            },
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='record')),
                ('purpose', models.CharField(max_length=30, verbose_name='purpose')),
                ('policy_version_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='version of the rule book')),
                ('state', models.CharField(choices=[('running', 'Running'), ('paused', 'Paused'), ('met', 'Met'), ('cancelled', 'Cancelled')], default='running', max_length=10, verbose_name='state')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('met_at', models.DateTimeField(blank=True, null=True, verbose_name='met at')),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='paused at')),
                ('calendar', models.CharField(max_length=20, verbose_name='working calendar')),
                ('calendar_version', models.PositiveIntegerField(default=0, verbose_name='version of the calendar')),
                ('limit', models.JSONField(blank=True, null=True, verbose_name='limit')),
                ('clock', models.CharField(max_length=8, verbose_name='clock')),
                ('counted_from', models.DateTimeField(verbose_name='counted from')),
                ('budget', models.PositiveBigIntegerField(verbose_name='seconds on its clock')),
                ('spent', models.PositiveBigIntegerField(default=0, verbose_name='seconds spent before the last pause')),
                ('ladder', models.CharField(default='default', max_length=20, verbose_name='ladder')),
                ('schedule', models.JSONField(default=list, verbose_name='moments of the rungs')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rungs rung')),
                ('next_rung_at', models.DateTimeField(blank=True, null=True, verbose_name='next rung at')),
                ('provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('account', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.platformaccount', verbose_name='platform account')),
                ('department', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('owner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deadlines', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'deadline',
                'verbose_name_plural': 'deadlines',
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'running')), fields=['next_rung_at', 'id'], name='deadline_next_rung'), models.Index(fields=['kind', 'object_id'], name='deadline_of_record'), models.Index(condition=models.Q(('state', 'running')), fields=['owner', 'due_at'], name='deadline_of_owner'), models.Index(condition=models.Q(('state', 'running')), fields=['account', 'due_at'], name='deadline_of_account')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('running', 'paused'))), fields=('kind', 'object_id', 'purpose'), name='deadline_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['running', 'paused', 'met', 'cancelled'])), name='deadline_state_known'), models.CheckConstraint(condition=models.Q(('clock__in', ['work', 'all_day', 'wall'])), name='deadline_clock_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'met'), _negated=True), ('met_at__isnull', False), _connector='OR'), name='deadline_met_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paused'), _negated=True), ('paused_at__isnull', False), _connector='OR'), name='deadline_paused_has_time'), models.CheckConstraint(condition=models.Q(('state', 'running'), ('next_rung_at', None), _connector='OR'), name='deadline_rings_only_while_running')],
            },
        ),
        migrations.CreateModel(
            name='LadderRung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='percent of the time')),
                ('audience', models.CharField(choices=[('owner', 'Owner'), ('superior', 'Superior of the owner'), ('superior_2', 'Superior of the superior'), ('department_head', 'Head of the department')], max_length=20, verbose_name='audience')),
                ('urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('ladder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rungs', to='governance.ladder', verbose_name='ladder')),
            ],
            options={
                'verbose_name': 'rung',
                'verbose_name_plural': 'rungs',
                'ordering': ['ladder', 'percent', 'audience'],
                'constraints': [models.UniqueConstraint(fields=('ladder', 'percent', 'audience'), name='ladder_rung_once'), models.CheckConstraint(condition=models.Q(('percent__gt', 0)), name='ladder_rung_percent_positive')],
            },
        ),
    ]
