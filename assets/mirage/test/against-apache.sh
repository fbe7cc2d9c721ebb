#!/bin/bash
# Asks Apache httpd with the site's configuration and the OCaml program the same, before one responder, and compares.
# By hand, with what against.sh needs and:
#   apt-get install apache2-bin media-types iproute2
. "$(dirname "$0")/against.sh"
stage public ./test/against/against_apache.exe ./test/against/echo.exe ./unix/web.exe -- "$@"
cp "$assets/web/mirage/web.json" /srv/site/public/
export FLAVOUR=mirage

sed "s|^Listen 8080|Listen 127.0.0.1:8080|; s|^DefaultRuntimeDir .*|DefaultRuntimeDir $work/run|; s|^PidFile .*|PidFile $work/run/httpd.pid|; s|/dev/stderr|$work/run/error.log|; s|/dev/stdout|$work/run/access.log|" \
  "$assets/web/container/httpd.conf" > "$work/httpd.conf"
mkdir "$work/run" && chown www-data "$work/run"
LISTEN=127.0.0.1 "$built/test/against/echo.exe" 2> "$work/echo.log" & echo=$!
setpriv --reuid=www-data --regid=www-data --clear-groups apache2 -DFOREGROUND -f "$work/httpd.conf" 2> "$work/apache.log" &
LISTEN=127.0.0.2 "$built/unix/web.exe" 2> "$work/ocaml.log" &
listens 127.0.0.1 9000
listens 127.0.0.1 8080
listens 127.0.0.2 8080

status=0
"$built/test/against/against_apache.exe" || status=$?
kill "$echo"
"$built/test/against/against_apache.exe" --away || status=$?
(( status == 0 )) || tail -n 20 "$work"/*.log "$work/run/error.log" >&2
exit "$status"
