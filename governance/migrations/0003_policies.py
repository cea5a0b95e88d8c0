import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_people_and_platform_accounts'),
        ('governance', '0002_clock'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'stamp of the rule books',
                'verbose_name_plural': 'stamps of the rule books',
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True, verbose_name='requirement')),
                ('app', models.CharField(max_length=20, verbose_name='part of the software')),
                ('control', models.CharField(max_length=4, verbose_name='kind of control')),
                ('mode', models.CharField(choices=[('Z', 'zero tolerance'), ('T', 'rate'), ('F', 'freshness'), ('X', 'existence'), ('S', 'roll-up')], max_length=1, verbose_name='how it is measured')),
                ('title_zh', models.CharField(max_length=80, verbose_name='Chinese title')),
                ('title_en', models.CharField(max_length=160, verbose_name='English title')),
                ('text_zh', models.TextField(verbose_name='Chinese text')),
                ('text_en', models.TextField(verbose_name='English text')),
                ('measure_zh', models.TextField(blank=True, verbose_name='what is counted, Chinese')),
                ('measure_en', models.TextField(blank=True, verbose_name='what is counted, English')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='target')),
                ('warn', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='warning line')),
            ],
            options={
                'verbose_name': 'requirement',
                'verbose_name_plural': 'requirements',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='LegalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True, verbose_name='rule')),
                ('stages', models.JSONField(verbose_name='checked at')),
                ('severity', models.CharField(choices=[('block', 'blocks'), ('warn', 'warns'), ('test', 'tested by the machine')], max_length=8, verbose_name='severity')),
                ('markets', models.JSONField(blank=True, default=list, verbose_name='markets')),
                ('basis_zh', models.CharField(max_length=200, verbose_name='Chinese basis')),
                ('basis_en', models.CharField(max_length=200, verbose_name='English basis')),
                ('text_zh', models.TextField(verbose_name='Chinese text')),
                ('text_en', models.TextField(verbose_name='English text')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by counsel')),
            ],
            options={
                'verbose_name': 'legal rule',
                'verbose_name_plural': 'legal rules',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('letter', models.CharField(max_length=4, unique=True, verbose_name='letter of its clauses')),
                ('rank', models.PositiveSmallIntegerField(default=9, verbose_name='rank')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('default_market', models.CharField(blank=True, max_length=2, verbose_name='applies unbound in market')),
                ('owner', models.ForeignKey(blank=True, help_text='Explains the rule book and answers for its findings.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='interpreter')),
            ],
            options={
                'verbose_name': 'rule book',
                'verbose_name_plural': 'rule books',
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='clause')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('chapter', models.CharField(max_length=20, verbose_name='chapter')),
                ('label_zh', models.CharField(max_length=80, verbose_name='Chinese label')),
                ('label_en', models.CharField(max_length=160, verbose_name='English label')),
                ('text_zh', models.TextField(verbose_name='Chinese text')),
                ('text_en', models.TextField(verbose_name='English text')),
                ('inferred', models.BooleanField(default=False, verbose_name='inferred, the source is cut off here')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='governance.policy', verbose_name='rule book')),
            ],
            options={
                'verbose_name': 'clause',
                'verbose_name_plural': 'clauses',
                'ordering': ['policy', 'position'],
            },
        ),
        migrations.CreateModel(
            name='PolicyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewed_at', models.DateTimeField(verbose_name='reviewed')),
                ('conclusion', models.TextField(verbose_name='conclusion')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='governance.policy', verbose_name='rule book')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
            ],
            options={
                'verbose_name': 'review of a rule book',
                'verbose_name_plural': 'reviews of rule books',
                'ordering': ['-reviewed_at'],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('status', models.CharField(choices=[('draft', 'Proposed'), ('current', 'Approved'), ('retired', 'Superseded'), ('rejected', 'Not accepted')], default='draft', max_length=10, verbose_name='status')),
                ('lock_version', models.PositiveIntegerField(default=0)),
                ('effective_from', models.DateField(verbose_name='effective from')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='effective until')),
                ('reason', models.TextField(blank=True, verbose_name='reason for the change')),
                ('source_kind', models.CharField(blank=True, max_length=40, verbose_name='kind of the source of the change')),
                ('source_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='source of the change')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='fingerprint')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('decision_note', models.TextField(blank=True, verbose_name='note on the decision')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='governance.policy', verbose_name='rule book')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'verbose_name': 'version of a rule book',
                'verbose_name_plural': 'versions of rule books',
                'ordering': ['policy', '-number'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'number'), name='policy_version_number_once'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('policy',), name='policy_version_one_proposal'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'current', 'retired', 'rejected'])), name='policy_version_status_known'), models.CheckConstraint(condition=models.Q(('proposed_by__isnull', True), ('decided_by__isnull', True), models.Q(('proposed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='policy_version_four_eyes'), models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='policy_version_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='PolicyReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(verbose_name='signed')),
                ('content_hash', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_readings', to=settings.AUTH_USER_MODEL, verbose_name='reader')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='governance.policyversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'signed reading',
                'verbose_name_plural': 'signed readings',
                'ordering': ['-signed_at'],
                'constraints': [models.UniqueConstraint(fields=('version', 'user'), name='policy_reading_once')],
            },
        ),
        migrations.CreateModel(
            name='Parameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('kind', models.CharField(max_length=20, verbose_name='kind of value')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('merge', models.CharField(max_length=8, verbose_name='merge')),
                ('value', models.JSONField(verbose_name='value')),
                ('levels', models.JSONField(blank=True, default=list, verbose_name='levels in order')),
                ('role', models.CharField(blank=True, max_length=12, verbose_name='role on the board')),
                ('requirements', models.JSONField(blank=True, default=list, verbose_name='requirements')),
                ('clause', models.CharField(blank=True, max_length=20, verbose_name='clause')),
                ('provenance', models.CharField(max_length=40, verbose_name='provenance')),
                ('own_number', models.BooleanField(default=False, verbose_name="the text's own number")),
                ('title_zh', models.CharField(max_length=80, verbose_name='Chinese title')),
                ('title_en', models.CharField(max_length=120, verbose_name='English title')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parameters', to='governance.policyversion')),
            ],
            options={
                'verbose_name': 'parameter',
                'verbose_name_plural': 'parameters',
                'ordering': ['version', 'position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'name'), name='parameter_once_in_version'), models.CheckConstraint(condition=models.Q(('merge__in', ['min', 'max', 'union', 'all', 'rank'])), name='parameter_says_how_it_merges')],
            },
        ),
        migrations.CreateModel(
            name='ClauseRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='governance.clause')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='governance.requirement')),
            ],
            options={
                'verbose_name': 'requirement of a clause',
                'verbose_name_plural': 'requirements of clauses',
                'ordering': ['clause', 'position'],
                'constraints': [models.UniqueConstraint(fields=('clause', 'requirement'), name='clause_requirement_once')],
            },
        ),
        migrations.CreateModel(
            name='PackBinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pack_bindings', to='accounts.platformaccount', verbose_name='account')),
                ('bound_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='bound by')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pack_bindings', to='accounts.department', verbose_name='department')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bindings', to='governance.policy', verbose_name='rule book')),
            ],
            options={
                'verbose_name': 'binding to a rule book',
                'verbose_name_plural': 'bindings to rule books',
                'ordering': ['policy', 'starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('account__isnull', True), ('department__isnull', True), _connector='XOR'), name='pack_binding_one_scope'), models.UniqueConstraint(condition=models.Q(('account__isnull', False), ('ends_on__isnull', True)), fields=('policy', 'account'), name='pack_binding_account_once'), models.UniqueConstraint(condition=models.Q(('department__isnull', False), ('ends_on__isnull', True)), fields=('policy', 'department'), name='pack_binding_department_once'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='pack_binding_dates_in_order')],
            },
        ),
        migrations.AddField(
            model_name='clause',
            name='requirements',
            field=models.ManyToManyField(related_name='clauses', through='governance.ClauseRequirement', to='governance.requirement'),
        ),
    ]
