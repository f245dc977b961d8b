-- The twin of sql/postgres/0014_booked_hours.sql.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE INDEX idx_reservations_over
    ON reservations (start_time, space_id, end_time, ended_early_at, no_show_at)
    WHERE status IN ('completed', 'no_show');
