-- Acts of bookings are most of all acts, and the list of events leaves them out.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE INDEX idx_acts_shown ON acts (id) WHERE subject <> 'booking' AND place = 0;

CREATE INDEX idx_acts_subject ON acts (subject, id);
