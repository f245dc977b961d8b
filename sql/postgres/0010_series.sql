-- Bookings that come again each week: the series as it was asked for, and which bookings are of it.
-- A program that knows nothing of series changes and cancels their bookings one by one.
-- compatible_from: 9
-- An empty line ends a statement.

-- No person stands here: those are in the bookings.
CREATE TABLE booking_series (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    rule jsonb NOT NULL,
    time_zone varchar(100) NOT NULL,
    request_id uuid,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX booking_series_request ON booking_series (request_id);

CREATE INDEX idx_booking_series_created ON booking_series (created_at, id);

ALTER TABLE reservations ADD COLUMN series_id uuid REFERENCES booking_series (id);

CREATE INDEX idx_reservations_series ON reservations (series_id, start_time)
    WHERE series_id IS NOT NULL;
