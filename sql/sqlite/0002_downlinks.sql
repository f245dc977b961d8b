-- The twin of sql/postgres/0002_downlinks.sql.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE displays (
    dev_eui TEXT PRIMARY KEY CHECK (length(dev_eui) = 16 AND dev_eui NOT GLOB '*[^0-9a-f]*'),
    device_class TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '{}',
    evidence TEXT NOT NULL DEFAULT 'none'
        CHECK (evidence IN ('none', 'sent', 'acked', 'echoed')),
    shown_f_port INTEGER,
    shown_payload BLOB,
    shown_colour TEXT,
    shown_state TEXT,
    shown_at INTEGER,
    problem TEXT NOT NULL DEFAULT '',
    suggested_type TEXT NOT NULL DEFAULT '',
    problem_since INTEGER,
    mismatches INTEGER NOT NULL DEFAULT 0
) STRICT;

-- No foreign keys: the ledger outlives spaces and devices.
CREATE TABLE downlinks (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    dev_eui TEXT NOT NULL CHECK (length(dev_eui) = 16 AND dev_eui NOT GLOB '*[^0-9a-f]*'),
    space_id TEXT,
    wanted_state TEXT NOT NULL
        CHECK (wanted_state IN ('FREE', 'OCCUPIED', 'RESERVED', 'MAINTENANCE')),
    colour TEXT NOT NULL,
    device_type TEXT NOT NULL,
    f_port INTEGER NOT NULL CHECK (f_port BETWEEN 0 AND 255),
    payload BLOB NOT NULL,
    confirmed INTEGER NOT NULL,
    cause TEXT NOT NULL,
    actor TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'queued', 'sent', 'acked',
        'echoed', 'superseded', 'failed', 'expired')),
    problem TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    refusals INTEGER NOT NULL DEFAULT 0,
    queue_item_id TEXT,
    gateway_id TEXT NOT NULL DEFAULT '',
    decided_at INTEGER NOT NULL,
    received_at INTEGER,
    posted_at INTEGER,
    queued_at INTEGER,
    sent_at INTEGER,
    acked_at INTEGER,
    echoed_at INTEGER,
    ended_at INTEGER,
    expires_at INTEGER
) STRICT;

CREATE INDEX downlinks_open ON downlinks (dev_eui, sequence)
    WHERE state IN ('pending', 'sending', 'queued');

CREATE INDEX downlinks_device ON downlinks (dev_eui, sequence DESC);

CREATE INDEX downlinks_space ON downlinks (space_id, sequence DESC);

CREATE INDEX downlinks_item ON downlinks (queue_item_id) WHERE queue_item_id IS NOT NULL;

CREATE TABLE downlink_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_key TEXT NOT NULL,
    downlink_id TEXT,
    queue_item_id TEXT,
    dev_eui TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('post', 'answer', 'txack', 'ack', 'nack', 'expired',
        'refused', 'echo')),
    time INTEGER NOT NULL,
    gateway_id TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX downlink_events_once ON downlink_events (event_key, kind);

CREATE INDEX downlink_events_item ON downlink_events (queue_item_id)
    WHERE queue_item_id IS NOT NULL;

CREATE INDEX downlink_events_downlink ON downlink_events (downlink_id)
    WHERE downlink_id IS NOT NULL;

CREATE INDEX downlink_events_device ON downlink_events (dev_eui, time);
