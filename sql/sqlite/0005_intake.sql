-- The twin of sql/postgres/0005_intake.sql.
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE ingest_positions ADD COLUMN segment_id TEXT;

ALTER TABLE dead_letters ADD COLUMN content_key BLOB;

ALTER TABLE dead_letters ADD COLUMN times INTEGER NOT NULL DEFAULT 1;

ALTER TABLE dead_letters ADD COLUMN last_at INTEGER;

ALTER TABLE dead_letters ADD COLUMN asked_at INTEGER;

CREATE UNIQUE INDEX idx_dead_letters_content ON dead_letters (content_key);

CREATE INDEX idx_dead_letters_asked ON dead_letters (id) WHERE asked_at IS NOT NULL;

CREATE TRIGGER end_sensor_word AFTER UPDATE OF sensor_eui ON spaces
WHEN OLD.sensor_eui IS NOT NEW.sensor_eui BEGIN
    UPDATE spaces SET sensor_state = NULL, sensor_event_time = NULL, sensor_event_key = NULL
    WHERE id = NEW.id;
END;

CREATE INDEX idx_spaces_wordless ON spaces (id)
    WHERE sensor_state IS NULL AND state_reason = 'sensor';
