import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from governance.ledger.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_people_and_platform_accounts'),
        ('governance', '0003_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.TextField(verbose_name='what was looked at, and what was found')),
                ('attested_at', models.DateTimeField(verbose_name='attested')),
                ('attested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='attested by')),
                ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='governance.policy', verbose_name='rule book')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='governance.requirement', to_field='code', verbose_name='requirement')),
            ],
            options={
                'verbose_name': 'attestation',
                'verbose_name_plural': 'attestations',
                'ordering': ['-attested_at'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ProbeRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('window_start', models.DateTimeField(verbose_name='from')),
                ('window_end', models.DateTimeField(verbose_name='until')),
                ('computed_at', models.DateTimeField(verbose_name='measured')),
                ('status', models.CharField(choices=[('breached', 'breached'), ('at_risk', 'at risk'), ('accepted', 'risk accepted'), ('attested', 'met (attested)'), ('met', 'met'), ('not_measured', 'not measured')], max_length=14, verbose_name='status')),
                ('reason', models.CharField(max_length=24, verbose_name='reason')),
                ('bad', models.PositiveIntegerField(null=True, verbose_name='bad')),
                ('total', models.PositiveIntegerField(null=True, verbose_name='total')),
                ('value', models.FloatField(null=True, verbose_name='value')),
                ('threshold', models.FloatField(null=True, verbose_name='threshold')),
                ('threshold_pack', models.CharField(blank=True, max_length=40, verbose_name='rule book that set it')),
                ('last_at', models.DateTimeField(null=True, verbose_name='newest record')),
                ('sample', models.JSONField(default=list, verbose_name='sample of bad records')),
                ('on_demand', models.BooleanField(default=False, verbose_name='on demand')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.platformaccount', verbose_name='account')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='governance.policy', verbose_name='rule book')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='governance.requirement', to_field='code', verbose_name='requirement')),
            ],
            options={
                'verbose_name': 'measurement',
                'verbose_name_plural': 'measurements',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['requirement', 'policy', 'computed_at'], name='probe_run_strip'), models.Index(fields=['computed_at'], name='probe_run_when')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('open', 'open'), ('answered', 'measure taken'), ('closed', 'closed')], default='open', max_length=10, verbose_name='status')),
                ('lock_version', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('measure', models.TextField(blank=True, verbose_name='what was done')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_findings', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='governance.policy', verbose_name='rule book')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='governance.requirement', to_field='code', verbose_name='requirement')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='governance.proberun', verbose_name='measurement')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['due_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['open', 'answered', 'closed'])), name='finding_status_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['open', 'answered'])), fields=('requirement',), name='finding_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=80)),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='governance.requirement', to_field='code')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.proberun')),
            ],
            options={
                'verbose_name': 'standing',
                'verbose_name_plural': 'standings',
                'constraints': [models.UniqueConstraint(fields=('scope', 'requirement'), name='standing_once')],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('asked', 'waits for a decision'), ('accepted', 'accepted'), ('refused', 'refused')], default='asked', max_length=10, verbose_name='status')),
                ('lock_version', models.PositiveIntegerField(default=0)),
                ('reason', models.TextField(verbose_name='reason')),
                ('requested_at', models.DateTimeField(verbose_name='requested')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('expires_on', models.DateField(verbose_name='accepted until')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='governance.policy', verbose_name='rule book')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='governance.requirement', to_field='code', verbose_name='requirement')),
            ],
            options={
                'verbose_name': 'accepted risk',
                'verbose_name_plural': 'accepted risks',
                'ordering': ['-requested_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'accepted', 'refused'])), name='acceptance_status_known'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('requested_by', models.F('decided_by')), _negated=True), _connector='OR'), name='acceptance_four_eyes')],
            },
        ),
        append_only('governance_proberun'),
    ]
