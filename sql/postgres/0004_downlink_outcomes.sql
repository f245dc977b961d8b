-- How an answer ended, as a word beside the English detail. Rows of before, and of programs that do
-- not know it, have none: their detail's first words are read instead (store/downlinkevents.cpp).
-- compatible_from: 1
-- An empty line ends a statement.

ALTER TABLE downlink_events ADD COLUMN outcome text NOT NULL DEFAULT '';
