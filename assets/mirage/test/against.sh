# Sourced by the scripts beside it, which need bash and root in a root of Debian trixie with the OCaml toolchain.

set -euo pipefail
name=$(basename "$0" .sh)
assets=$(cd "$(dirname "$0")/../.." && pwd -P)
# Not below assets, which images and workspaces are made from.
export DUNE_BUILD_DIR=${DUNE_BUILD_DIR:-$(dirname "$assets")/artifacts/mirage}
built=$DUNE_BUILD_DIR/default

# Builds the targets, and begins anew with processes and a network of its own, which end with the script. For its time
# the name edge is in /etc/hosts, and the part of the site that is named in /srv/site; $work is a folder.
stage() { # PART TARGET… -- ARGUMENT…
  local part=$1 targets=(); shift
  while [[ $1 != -- ]]; do targets+=("$1"); shift; done
  shift
  if [[ ${1:-} != --inside ]]; then
    mkdir -p "$(dirname "$DUNE_BUILD_DIR")"
    (cd "$assets/mirage" && dune build -j1 "${targets[@]}")
    exec unshare --net --pid --fork --kill-child "$0" --inside "$@"
  fi
  [[ ! -e /srv/site ]] || { echo "$name: /srv/site is there already" >&2; exit 1; }
  work=$(mktemp -d)
  chmod 755 "$work"
  touch /etc/hosts
  cp /etc/hosts "$work/hosts"
  trap 'cp "$work/hosts" /etc/hosts; rm -rf "$work" /srv/site' EXIT
  echo '127.0.0.1 localhost edge' >> /etc/hosts
  mkdir -p /srv/site
  cp -r "$assets/site/$part" "/srv/site/$part"
  ip link set lo up
}

until_true() { # COMMAND…
  local deadline=$((SECONDS + 30))
  until "$@" > /dev/null 2>&1; do
    (( SECONDS < deadline )) || { echo "$name: $* does not come true" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }
    read -r -t 0.1 <> <(:) || true
  done
}

listens() { until_true bash -c "exec 3<> /dev/tcp/$1/$2"; } # ADDRESS PORT
