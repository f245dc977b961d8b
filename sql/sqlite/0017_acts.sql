-- The twin of sql/postgres/0017_acts.sql.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act_id TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place >= 0),
    others INTEGER NOT NULL CHECK (others >= 0),
    made_at INTEGER NOT NULL,
    actor TEXT NOT NULL DEFAULT '' CHECK (length(actor) <= 100),
    subject TEXT NOT NULL CHECK (subject IN ('space', 'floor', 'device', 'site', 'booking', 'alarm')),
    verb TEXT NOT NULL CHECK (verb IN ('made', 'changed', 'deleted', 'restored', 'cancelled', 'ended',
        'acknowledged', 'withdrawn')),
    row_id TEXT NOT NULL CHECK (length(row_id) <= 100),
    space_id TEXT,
    name TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 200),
    differences TEXT NOT NULL DEFAULT '[]',
    UNIQUE (act_id, place)
) STRICT;

CREATE INDEX idx_acts_row ON acts (subject, row_id, id);

CREATE INDEX idx_acts_space ON acts (space_id, id) WHERE space_id IS NOT NULL;
