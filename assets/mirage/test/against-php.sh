#!/bin/bash
# Asks PHP-FPM with the site's own code and the OCaml program the same, over the same database, and compares the answers.
# By hand, as root, in a root of Debian trixie with the OCaml toolchain and:
#   apt-get install php8.4-fpm php8.4-mysql mariadb-server-core mariadb-client-core iproute2
# Everything has a network of its own and ends with this script, which for its time has `edge` in /etc/hosts and the
# site's code in /srv/site/app.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
assets=$(cd "$here/../.." && pwd -P)
# Not below assets, which images and workspaces are made from.
export DUNE_BUILD_DIR=${DUNE_BUILD_DIR:-$(dirname "$assets")/artifacts/mirage}
mkdir -p "$(dirname "$DUNE_BUILD_DIR")"
if [[ ${1:-} != --inside ]]; then
  (cd "$assets/mirage" && dune build -j1 ./test/against/against_php.exe ./unix/php.exe)
  exec unshare --net --pid --fork --kill-child "$0" --inside "$@"
fi
shift
built=$DUNE_BUILD_DIR/default
work=$(mktemp -d)
chmod 755 "$work"
[[ ! -e /srv/site ]] || { echo "against-php: /srv/site is there already" >&2; exit 1; }
touch /etc/hosts
cp /etc/hosts "$work/hosts"
trap 'cp "$work/hosts" /etc/hosts; rm -rf "$work" /srv/site' EXIT
echo '127.0.0.1 localhost edge' >> /etc/hosts
mkdir -p /srv/site
cp -r "$assets/site/app" /srv/site/app
ip link set lo up

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
until_true() {
  local deadline=$((SECONDS + 30))
  until "$@" > /dev/null 2>&1; do
    (( SECONDS < deadline )) || { echo "against-php: $* does not come true" >&2; tail -5 "$work"/*.log >&2; exit 1; }
    read -r -t 0.1 <> <(:) || true
  done
}
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
until_true bash -c 'exec 3<> /dev/tcp/127.0.0.1/9000'
until_true bash -c 'exec 3<> /dev/tcp/127.0.0.2/9000'

status=0
"$built/test/against/against_php.exe" "$work/my.cnf" "$@" || status=$?
if (( status == 0 )); then
  kill "$(cat "$work/mariadb.pid")"
  wait "$(cat "$work/mariadb.pid")" || true
  "$built/test/against/against_php.exe" "$work/my.cnf" --away || status=$?
fi
(( status == 0 )) || tail -n 20 "$work/ocaml.log" "$work/fpm.log" "$work/fpm.stderr" >&2
exit "$status"
