-- A migration of tests, with a default path through everything that a file may hold: comments with
-- 'quotes', several statements, and older programs that may go on.
-- compatible_from: 1

CREATE TABLE extra (
    id integer PRIMARY KEY,
    words text NOT NULL
);

-- A comment alone is no statement.

INSERT INTO extra (id, words) VALUES (1, 'it''s; here');
