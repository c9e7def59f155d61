CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) );
CREATE TABLE identifier ( kind TEXT NOT NULL, value TEXT NOT NULL, member_id TEXT NOT NULL, PRIMARY KEY (kind, value), FOREIGN KEY(member_id) REFERENCES server_member (member_id) ON DELETE CASCADE ) WITHOUT ROWID;
CREATE TABLE link ( one INTEGER NOT NULL CONSTRAINT only_one CHECK (one = 1), cursor INTEGER NOT NULL, page INTEGER NOT NULL, durable_epoch INTEGER NOT NULL, durable_seq INTEGER NOT NULL, posted_epoch INTEGER NOT NULL, posted_seq INTEGER NOT NULL, reached INTEGER NOT NULL, last_attempt_at TEXT, last_success_at TEXT, refusal TEXT, PRIMARY KEY (one) );
CREATE TABLE lot ( member_id TEXT NOT NULL, lot_id TEXT NOT NULL, brand TEXT NOT NULL, points INTEGER NOT NULL, expires_on DATE, earned_on DATE NOT NULL, PRIMARY KEY (member_id, lot_id), FOREIGN KEY(member_id) REFERENCES server_member (member_id) ON DELETE CASCADE ) WITHOUT ROWID;
CREATE TABLE parked_refusal ( parked_id INTEGER NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (parked_id) );
CREATE TABLE programme ( digest TEXT NOT NULL, version INTEGER NOT NULL, document BLOB NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (digest), UNIQUE (version) );
CREATE TABLE server_member ( member_id TEXT NOT NULL, number INTEGER NOT NULL, page INTEGER NOT NULL, alias_of TEXT, name TEXT, birthday DATE, referrer TEXT, deficit INTEGER NOT NULL, spend_minor INTEGER NOT NULL, visits INTEGER NOT NULL, last_visit DATE, applied TEXT NOT NULL, PRIMARY KEY (member_id) );
CREATE INDEX identifier_of_member ON identifier (member_id);
CREATE INDEX server_member_alias ON server_member (alias_of) WHERE alias_of IS NOT NULL;
