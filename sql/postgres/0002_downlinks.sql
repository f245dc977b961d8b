-- The ledger of lamp commands (ARCHITECTURE.md, "The way of one downlink").
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE displays (
    dev_eui varchar(16) PRIMARY KEY CHECK (dev_eui ~ '^[0-9a-f]{16}$'),
    device_class varchar(10) NOT NULL DEFAULT '',
    settings jsonb NOT NULL DEFAULT '{}',
    evidence varchar(10) NOT NULL DEFAULT 'none'
        CHECK (evidence IN ('none', 'sent', 'acked', 'echoed')),
    shown_f_port smallint,
    shown_payload bytea,
    shown_colour varchar(6),
    shown_state varchar(20),
    shown_at timestamptz,
    problem varchar(40) NOT NULL DEFAULT '',
    suggested_type varchar(40) NOT NULL DEFAULT '',
    problem_since timestamptz,
    mismatches integer NOT NULL DEFAULT 0
);

-- No foreign keys: the ledger outlives spaces and devices.
CREATE TABLE downlinks (
    sequence bigserial PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    dev_eui varchar(16) NOT NULL CHECK (dev_eui ~ '^[0-9a-f]{16}$'),
    space_id uuid,
    wanted_state varchar(20) NOT NULL
        CHECK (wanted_state IN ('FREE', 'OCCUPIED', 'RESERVED', 'MAINTENANCE')),
    colour varchar(6) NOT NULL,
    device_type varchar(40) NOT NULL,
    f_port smallint NOT NULL CHECK (f_port BETWEEN 0 AND 255),
    payload bytea NOT NULL,
    confirmed boolean NOT NULL,
    cause varchar(20) NOT NULL,
    actor varchar(100) NOT NULL DEFAULT '',
    state varchar(12) NOT NULL CHECK (state IN ('pending', 'sending', 'queued', 'sent', 'acked',
        'echoed', 'superseded', 'failed', 'expired')),
    problem varchar(40) NOT NULL DEFAULT '',
    detail text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    refusals integer NOT NULL DEFAULT 0,
    queue_item_id uuid,
    gateway_id text NOT NULL DEFAULT '',
    decided_at timestamptz NOT NULL,
    received_at timestamptz,
    posted_at timestamptz,
    queued_at timestamptz,
    sent_at timestamptz,
    acked_at timestamptz,
    echoed_at timestamptz,
    ended_at timestamptz,
    expires_at timestamptz
);

CREATE INDEX downlinks_open ON downlinks (dev_eui, sequence)
    WHERE state IN ('pending', 'sending', 'queued');

CREATE INDEX downlinks_device ON downlinks (dev_eui, sequence DESC);

CREATE INDEX downlinks_space ON downlinks (space_id, sequence DESC);

CREATE INDEX downlinks_item ON downlinks (queue_item_id) WHERE queue_item_id IS NOT NULL;

CREATE INDEX downlinks_decided_brin ON downlinks USING brin (decided_at);

CREATE TABLE downlink_events (
    id bigserial PRIMARY KEY,
    event_key uuid NOT NULL,
    downlink_id uuid,
    queue_item_id uuid,
    dev_eui varchar(16) NOT NULL,
    kind varchar(10) NOT NULL CHECK (kind IN ('post', 'answer', 'txack', 'ack', 'nack', 'expired',
        'refused', 'echo')),
    time timestamptz NOT NULL,
    gateway_id text NOT NULL DEFAULT '',
    detail text NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX downlink_events_once ON downlink_events (event_key, kind);

CREATE INDEX downlink_events_item ON downlink_events (queue_item_id)
    WHERE queue_item_id IS NOT NULL;

CREATE INDEX downlink_events_downlink ON downlink_events (downlink_id)
    WHERE downlink_id IS NOT NULL;

CREATE INDEX downlink_events_device ON downlink_events (dev_eui, time);
