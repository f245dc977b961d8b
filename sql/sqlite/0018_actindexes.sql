-- The twin of sql/postgres/0018_actindexes.sql.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE INDEX idx_acts_shown ON acts (id) WHERE subject <> 'booking' AND place = 0;

CREATE INDEX idx_acts_subject ON acts (subject, id);
