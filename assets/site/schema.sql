-- The guestbook's data. The first primary runs this when it starts on an empty volume;
-- every statement may run again. Times are UTC, to the millisecond.

CREATE DATABASE IF NOT EXISTS guestbook CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;

-- One row an entry. form_key comes from the form that was sent, so that a form that is
-- sent twice makes one entry.
CREATE TABLE IF NOT EXISTS guestbook.entry (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  form_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  author VARCHAR(60) NOT NULL,
  message VARCHAR(1000) NOT NULL,
  written_at DATETIME(3) NOT NULL
) ENGINE = InnoDB;

-- One row a write that a program numbered, so that a repeated one is stored once.
CREATE TABLE IF NOT EXISTS guestbook.numbered_write (
  client VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sequence BIGINT UNSIGNED NOT NULL,
  written_at DATETIME(3) NOT NULL,
  PRIMARY KEY (client, sequence)
) ENGINE = InnoDB;
