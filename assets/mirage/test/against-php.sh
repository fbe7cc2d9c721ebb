#!/bin/bash
# Asks PHP-FPM with the site's own code and the OCaml program the same, over the same database, and compares the answers.
# By hand, with what against.sh needs and:
#   apt-get install php8.4-fpm php8.4-mysql mariadb-server-core mariadb-client-core iproute2
. "$(dirname "$0")/against.sh"
stage app ./test/against/against_php.exe ./unix/php.exe -- "$@"
shift

export FLAVOUR=mirage EVOLVE_FORM_KEY=a-key-of-this-test-only EVOLVE_DB_PASSWORD=a-password-of-this-test

mariadb-install-db --user=root --datadir="$work/data" --auth-root-authentication-method=socket > "$work/install.log" 2>&1
cat > "$work/my.cnf" << END
[mariadbd]
datadir=$work/data
socket=$work/sock
bind-address=127.0.0.1
skip-name-resolve
character-set-server=utf8mb4
report-host=container
user=root
performance-schema=0
[client]
socket=$work/sock
default-character-set=utf8mb4
END
database() { mariadbd --defaults-file="$work/my.cnf" > "$work/mariadb.log" 2>&1 & echo $! > "$work/mariadb.pid"; }
sql() { mariadb --defaults-file="$work/my.cnf" "$@"; }
database
until_true sql -e 'SELECT 1'
sql < "$assets/site/schema.sql"
sql -e "CREATE USER guestbook@'%' IDENTIFIED BY '$EVOLVE_DB_PASSWORD'; GRANT SELECT, INSERT ON guestbook.* TO guestbook@'%'"

mkdir "$work/ini"
cp "$assets/php/container/php.ini" "$work/ini/90-evolve.ini"
sed 's|^error_log = .*|error_log = '"$work"'/fpm.log|; s|^listen = .*|listen = 127.0.0.1:9000|' "$assets/php/container/fpm.conf" > "$work/fpm.conf"
touch "$work/fpm.log" && chmod 666 "$work/fpm.log"
PHP_INI_SCAN_DIR=/etc/php/8.4/fpm/conf.d:$work/ini setpriv --reuid=www-data --regid=www-data --clear-groups \
  php-fpm8.4 --fpm-config "$work/fpm.conf" 2> "$work/fpm.stderr" &
LISTEN=127.0.0.2 "$built/unix/php.exe" 2> "$work/ocaml.log" &
listens 127.0.0.1 9000
listens 127.0.0.2 9000

status=0
"$built/test/against/against_php.exe" "$work/my.cnf" "$@" || status=$?
if (( status == 0 )); then
  kill "$(cat "$work/mariadb.pid")"
  wait "$(cat "$work/mariadb.pid")" || true
  "$built/test/against/against_php.exe" "$work/my.cnf" --away || status=$?
fi
(( status == 0 )) || tail -n 20 "$work/ocaml.log" "$work/fpm.log" "$work/fpm.stderr" >&2
exit "$status"
