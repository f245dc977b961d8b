-- What no longer holds a space is counted where it did, hour by hour: a day of it is read from the
-- index alone. That of the active ones has idx_reservations_time.
-- compatible_from: 1
-- An empty line ends a statement.

CREATE INDEX idx_reservations_over
    ON reservations (start_time, space_id, end_time, ended_early_at, no_show_at)
    WHERE status IN ('completed', 'no_show');
