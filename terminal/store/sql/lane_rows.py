"""What ``terminal.store.lane_rows`` asks of the database."""

from sqlalchemy import bindparam, insert, select

from terminal.store.sql.columns import among
from terminal.store.sql.replica_tables import lane, lane_entry, lane_member, server_member

_entry = lane_entry.c

OF_MEMBERS = select(lane_entry).where(among(_entry.member_id, "members"))

ENTRIES_ON = select(_entry.entry).where(among(_entry.member_id, "members"), _entry.day == bindparam("day"))

KEY = select(lane.c.public_key).where(lane.c.terminal_id == bindparam("terminal"), lane.c.epoch == bindparam("epoch"))

NEW_ENTRY = insert(lane_entry)

NEW_MEMBER = insert(lane_member).prefix_with("OR REPLACE")

ON_SERVER = select(server_member.c.member_id).where(server_member.c.member_id == bindparam("id"))
