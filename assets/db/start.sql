-- A server runs this before it listens; each variable in braces becomes a string of SQL.
-- The passwords are those of today, the rest is there already unless the data is new;
-- nothing of it is replicated. On a new primary site/schema.sql follows; a replica gets
-- the guestbook from its primary.

SET SESSION sql_log_bin = 0;
CREATE DATABASE IF NOT EXISTS evolve_server;

-- Any number, but its own, and the same for as long as the data is there: two servers
-- with one number could not replicate.
CREATE TABLE IF NOT EXISTS evolve_server.identity (id TINYINT PRIMARY KEY, server_id INT UNSIGNED NOT NULL) ENGINE = InnoDB;
INSERT IGNORE INTO evolve_server.identity VALUES (1, GREATEST(1, CONV(HEX(RANDOM_BYTES(4)), 16, 10)));
SET GLOBAL server_id = (SELECT server_id FROM evolve_server.identity);

-- The role that it had, so that a former primary never starts writable.
CREATE TABLE IF NOT EXISTS evolve_server.role (id TINYINT PRIMARY KEY, writable BOOLEAN NOT NULL) ENGINE = InnoDB;
INSERT IGNORE INTO evolve_server.role VALUES (1, ${EVOLVE_DB_ROLE?} = 'primary');
SET GLOBAL read_only = (SELECT NOT writable FROM evolve_server.role);

CREATE OR REPLACE USER guestbook@'%' IDENTIFIED BY ${EVOLVE_DB_PASSWORD};
GRANT SELECT, INSERT ON guestbook.* TO guestbook@'%';
CREATE OR REPLACE USER replication@'%' IDENTIFIED BY ${EVOLVE_DB_REPLICATION_PASSWORD};
GRANT REPLICATION SLAVE ON *.* TO replication@'%';
CREATE OR REPLACE USER edge@'%' WITH MAX_USER_CONNECTIONS 8;
CREATE OR REPLACE USER operator@'%' IDENTIFIED BY ${EVOLVE_DB_ROOT_PASSWORD};
GRANT ALL PRIVILEGES ON *.* TO operator@'%';
ALTER USER root@localhost IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD(${EVOLVE_DB_ROOT_PASSWORD});
