-- Without compatible_from: programs that do not know it have to stop.

CREATE TABLE extra (id integer PRIMARY KEY);
