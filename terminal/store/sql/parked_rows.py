"""What ``terminal.store.parked_rows`` asks of the database."""

from sqlalchemy import bindparam, delete, func, select

from terminal.store.sql.columns import upsert
from terminal.store.sql.journal_tables import parked_bill

ALL = select(parked_bill).order_by(parked_bill.c.parked_at, parked_bill.c.park_id)

COUNT = select(func.count()).select_from(parked_bill)

REMOVE = delete(parked_bill).where(parked_bill.c.park_id == bindparam("wanted"))

PUT = upsert(parked_bill, "park_id", "parked_at", "cashier", "member_id", "due", "body")
