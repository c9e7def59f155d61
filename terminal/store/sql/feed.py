"""What ``terminal.store.feed`` asks of the database."""

from sqlalchemy import bindparam, delete, insert, select, update

from terminal.store.sql.replica_tables import identifier, lane_member, link, lot, server_member

PAGE = select(link.c.page)
TURN_PAGE = update(link).values(page=bindparam("page"))
FORGET = delete(server_member).where(server_member.c.member_id == bindparam("id"))  # lots and all
FORGET_HEARD = delete(lane_member).where(lane_member.c.member_id == bindparam("id"))
NEW_MEMBER = insert(server_member)
NEW_LOT = insert(lot)
NEW_IDENTIFIER = insert(identifier).prefix_with("OR REPLACE")  # a phone may have changed hands
