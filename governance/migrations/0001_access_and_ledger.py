from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_and_platform_accounts")]

    operations: list = []
