CREATE TABLE extra (id integer PRIMARY KEY);

INSERT INTO missing (id) VALUES (1);
