#!/bin/bash
# Asks Apache httpd with the site's configuration and the OCaml program the same, before one responder, and compares.
# By hand, as root, in a root of Debian trixie with the OCaml toolchain and:
#   apt-get install apache2-bin media-types iproute2
# Everything has a network of its own and ends with this script, which for its time has `edge` in /etc/hosts and the
# site's files in /srv/site/public.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
assets=$(cd "$here/../.." && pwd -P)
# Not below assets, which images and workspaces are made from.
export DUNE_BUILD_DIR=${DUNE_BUILD_DIR:-$(dirname "$assets")/artifacts/mirage}
mkdir -p "$(dirname "$DUNE_BUILD_DIR")"
if [[ ${1:-} != --inside ]]; then
  (cd "$assets/mirage" && dune build -j1 ./test/against/against_apache.exe ./test/against/echo.exe ./unix/web.exe)
  exec unshare --net --pid --fork --kill-child "$0" --inside "$@"
fi
built=$DUNE_BUILD_DIR/default
work=$(mktemp -d)
chmod 755 "$work"
[[ ! -e /srv/site ]] || { echo "against-apache: /srv/site is there already" >&2; exit 1; }
touch /etc/hosts
cp /etc/hosts "$work/hosts"
trap 'cp "$work/hosts" /etc/hosts; rm -rf "$work" /srv/site' EXIT
echo '127.0.0.1 localhost edge' >> /etc/hosts
mkdir -p /srv/site
cp -r "$assets/site/public" /srv/site/public
cp "$assets/web/mirage/web.json" /srv/site/public/
ip link set lo up
export FLAVOUR=mirage

sed "s|^Listen 8080|Listen 127.0.0.1:8080|; s|^DefaultRuntimeDir .*|DefaultRuntimeDir $work/run|; s|^PidFile .*|PidFile $work/run/httpd.pid|; s|/dev/stderr|$work/run/error.log|; s|/dev/stdout|$work/run/access.log|" \
  "$assets/web/container/httpd.conf" > "$work/httpd.conf"
mkdir "$work/run" && chown www-data "$work/run"
LISTEN=127.0.0.1 "$built/test/against/echo.exe" 2> "$work/echo.log" & echo=$!
setpriv --reuid=www-data --regid=www-data --clear-groups apache2 -DFOREGROUND -f "$work/httpd.conf" 2> "$work/apache.log" &
LISTEN=127.0.0.2 "$built/unix/web.exe" 2> "$work/ocaml.log" &
for address in 127.0.0.1/9000 127.0.0.1/8080 127.0.0.2/8080; do
  deadline=$((SECONDS + 20))
  until (exec 3<> "/dev/tcp/$address") 2> /dev/null; do
    (( SECONDS < deadline )) || { echo "against-apache: nothing listens at $address" >&2; tail "$work"/*.log >&2; exit 1; }
    read -r -t 0.1 <> <(:) || true
  done
done

status=0
"$built/test/against/against_apache.exe" || status=$?
kill "$echo"
"$built/test/against/against_apache.exe" --away || status=$?
(( status == 0 )) || tail -n 20 "$work"/*.log "$work/run/error.log" >&2
exit "$status"
