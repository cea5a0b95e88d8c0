from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_access_and_ledger")]

    operations: list = []
