-- The twin of sql/postgres/0015_screens.sql. A screen opens the file read-only, so that none tells
-- anything here: the table stays empty.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE TABLE screens (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    version TEXT NOT NULL,
    shows TEXT NOT NULL,
    age TEXT NOT NULL CHECK (age IN ('live', 'old', 'gone')),
    free INTEGER,
    reported_at INTEGER NOT NULL,
    reported_by TEXT NOT NULL
) STRICT;
