"""Our figures, measured through the services and addresses that people use, beside the limit of raw SQL.

`make bench` runs every subject on SQLite, and on PostgreSQL where BENCH_DATABASE_URL (or DATABASE_URL) names a
server on which a database may be made. It prints ratios; no time fails anything.
"""
