#!/usr/bin/env bash
# Evolve's one script: builds when a source changed, prepares the engine when asked, then hands over to the program.
#
#   ./run.sh               open the app
#   ./run.sh test          run every test (--fast: only those that need no engine)
#   ./run.sh bench         run the benchmarks
#   ./run.sh picture       take the README's picture anew, from a real run
#   ./run.sh engine        set up the Docker engine on this machine
#   ./run.sh VERB …        anything else goes to the evolve program: list, check, verify, doctor, clean, …
#
# --yes, or CI=true in the environment, answers its questions with yes.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
app=$root/artifacts/app/evolve
built=$root/artifacts/built
logs=$root/artifacts/logs
yes=${EVOLVE_YES:-}
[ "${CI:-}" = true ] && yes=1

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A minimal machine has no ICU, and nothing here compares text by language.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() { printf 'evolve: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Shows that a long command is alive: its label, then the seconds once it takes over two. Its output goes to a log.
working() {
    local label=$1 log=$logs/$2.log; shift 2
    mkdir -p "$logs"
    # What a build leaves running for the next one does not keep the lock.
    "$@" >"$log" 2>&1 </dev/null 9>&- &
    local pid=$! began=$SECONDS said=
    trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
    while kill -0 "$pid" 2>/dev/null; do
        if [ -t 2 ] && (( SECONDS - began >= 2 )); then
            printf '\revolve: %s … %d s ' "$label" "$((SECONDS - began))" >&2; said=1
        fi
        read -rt 0.2 <> <(:) || true
    done
    trap - INT TERM
    [ -z "$said" ] || printf '\r\033[K' >&2
    if wait "$pid"; then
        say "$label: done ($((SECONDS - began)) s)"
    else
        local status=$?
        tail -n 20 "$log" >&2
        say "$label: failed; the whole output is in $log"
        return "$status"
    fi
}

ask() {
    [ -z "$yes" ] || return 0
    [ -t 0 ] && [ -t 2 ] || return 1
    local answer
    read -rp "evolve: $1 [Y/n] " answer </dev/tty
    case $answer in ''|[Yy]*) return 0 ;; *) return 1 ;; esac
}

# ---- this machine ----

supported() {
    [ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] ||
        die "Evolve runs on Linux on x86-64 (Windows: inside WSL2); this is $(uname -s) on $(uname -m)."
}

debian() { [ -r /etc/os-release ] && grep -qE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release; }
can_install() { [ "$(id -u)" = 0 ] && debian && command -v apt-get >/dev/null; }

missing_packages() { # PROGRAM=PACKAGE …: prints the packages whose program is not there
    local pair
    for pair; do
        command -v "${pair%%=*}" >/dev/null || printf '%s\n' "${pair#*=}"
    done
}

install() {
    export DEBIAN_FRONTEND=noninteractive
    working "apt-get update" apt-update apt-get -qq update ||
        die "The package lists cannot be fetched: check the network, then type: apt-get update"
    working "installing $*" apt-install apt-get -qq install -y --no-install-recommends "$@" ||
        die "The packages cannot be installed: type: apt-get install $*"
}

# ---- building ----

needs_build() {
    [ -x "$app" ] && [ -e "$built" ] || return 0
    [ -n "$(find "$root/src" "$root"/Directory.*.props "$root/global.json" -newer "$built" -print -quit)" ]
}

need_sdk() {
    command -v dotnet >/dev/null ||
        die "The .NET 10 SDK is missing: see https://dotnet.microsoft.com/download, then start again."
    (cd "$root" && dotnet --version) >/dev/null 2>&1 ||
        die "Evolve needs the .NET 10 SDK; this machine has: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd, - | sed 's/^$/none/')."
}

build() {
    need_sdk
    # Two that start at once build one after the other, and the second finds it done.
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/lock"
    flock 9
    needs_build || { exec 9>&-; return 0; }
    local started
    started=$(mktemp)
    working "building Evolve (once, and again after a change)" build \
        dotnet publish "$root/src/Evolve" -c Release -o "$root/artifacts/app" -v quiet ||
        { explain_build_failure; exit 1; }
    # The time before the build: what was saved while it ran must be built again.
    mv "$started" "$built"
    exec 9>&-
}

explain_build_failure() {
    if grep -qE 'NU1301|NU1101|Unable to load the service index' "$logs/build.log"; then
        say "The first build fetches packages from nuget.org: connect this machine to the network once, then start again."
    fi
}

# ---- the engine ----

service_manager() { [ -d /run/systemd/system ]; }

# Cheap on purpose: it stands between the newcomer and the first screen. The program itself asks the engine properly.
engine_seems_there() {
    [ -z "${DOCKER_HOST:-}${DOCKER_CONTEXT:-}" ] || return 0
    grep -qs '"currentContext"' "${DOCKER_CONFIG:-$HOME/.docker}/config.json" && return 0
    [ -S /var/run/docker.sock ] || return 1
    [ -r /var/run/docker.pid ] || return 0
    [ -d "/proc/$(cat /var/run/docker.pid)" ]
}

start_engine() {
    if service_manager; then
        working "starting the Docker engine" dockerd systemctl start docker || return 1
    else
        mkdir -p "$logs"
        setsid dockerd >"$logs/dockerd.log" 2>&1 </dev/null &
        engine_pid=$!
        working "starting the Docker engine" dockerd-wait wait_for_engine "$engine_pid" || {
            say "dockerd says: $(grep -o 'failed to start daemon.*' "$logs/dockerd.log" || tail -n 1 "$logs/dockerd.log")"
            return 1
        }
    fi
}

wait_for_engine() {
    local until=$((SECONDS + 60))
    until docker version >/dev/null 2>&1; do
        kill -0 "$1" 2>/dev/null && (( SECONDS < until )) || return 1
        read -rt 0.2 <> <(:) || true
    done
}

# mmdebstrap makes the base image where Docker Hub cannot be reached.
engine_packages() {
    missing_packages dockerd=docker.io iptables=iptables mmdebstrap=mmdebstrap
    command -v docker >/dev/null || ! apt-cache show docker-cli >/dev/null 2>&1 || echo docker-cli
}

set_up_engine() {
    local command_line
    if ! command -v dockerd >/dev/null; then
        if ! can_install; then
            command_line="sudo apt-get install docker.io"
            debian || command_line="see https://docs.docker.com/engine/install/"
            say "There is no Docker engine here. To install one: $command_line"
            return 1
        fi
        ask "There is no Docker engine here. Install docker.io with apt-get and start it?" || return 1
        # shellcheck disable=SC2046 # one word a package
        install $(engine_packages)
    elif [ "$(id -u)" != 0 ]; then
        say "The Docker engine is installed but does not run. To start it: sudo systemctl start docker"
        return 1
    else
        ask "The Docker engine is installed but does not run. Start it?" || return 1
    fi
    start_engine
}

# Without one the program refuses in words; nobody is asked about an engine first.
on_a_terminal() { [ -t 0 ] && [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; }

offer_engine() {
    ! engine_seems_there && on_a_terminal || return 0
    local declined=${XDG_STATE_HOME:-$HOME/.local/state}/evolve/engine-declined
    [ -z "$yes" ] && [ -e "$declined" ] && return 0
    if ! set_up_engine; then
        # Said once; the opening screen and ./run.sh engine are there for a change of mind.
        mkdir -p "$(dirname "$declined")" && : >"$declined"
        say "Going on without an engine: the tour needs none, and the talk is played from recordings. Later: ./run.sh engine"
    fi
}

# ---- verbs ----

# The README's picture, from a real run of the talk; what the run made is removed again.
take_picture() {
    cd "$root"
    ! needs_build || build
    export XDG_STATE_HOME=$root/artifacts/picture-state
    mkdir -p "$XDG_STATE_HOME"
    local status=0
    dotnet run --project tests/Evolve.Picture -c Release -- \
        assets/picture.svg 116x34 Evolve tests/Evolve.Picture/readme.script -- "$app" play evolution || status=$?
    "$app" clean >"$logs/picture-clean.log"
    return "$status"
}

# Only what runs and what it keeps, by the benchmarks' own id: the images stay, so that the next run starts sooner.
remove_bench_deployment() {
    local mine
    mine=label=dev.evolve.deployment=$(cat "$XDG_STATE_HOME/evolve/deployment") || return 0
    docker ps -aqf "$mine" | xargs -r docker rm -fv >/dev/null
    docker network ls -qf "$mine" | xargs -r docker network rm >/dev/null
    docker volume ls -qf "$mine" | xargs -r docker volume rm >/dev/null
}

# Whether what is asked for needs machines: everything does, and so do these.
benches_guests() {
    case " $* " in
        *" --only "*) case " $* " in *" boot "*|*" roots "*|*" size "*|*" load "*|*" flat "*|*" stack "*|*" tax "*|*" cutover "*|*" scoreboard "*) ;; *) return 1 ;; esac ;;
    esac
}

run_benchmarks() {
    cd "$root"
    ! needs_build || build
    # A state of their own: nothing of the user's is measured, or changed.
    export XDG_STATE_HOME=$root/artifacts/bench-state
    mkdir -p "$XDG_STATE_HOME"
    "$app" verify tests/Evolve.Bench/bench.md --trust >"$logs/bench-trust.log"
    local live=() status=0
    if engine_seems_there; then
        trap remove_bench_deployment EXIT
        working "starting a deployment to be looked at" bench-deployment "$app" verify evolution --through run-web
        if benches_guests "$@"; then
            # What the guests' commands find in their environment, as a step of the talk does.
            eval "$("$app" prepare --print | grep '^export ')"
            export EVOLVE_SECRETS=$XDG_STATE_HOME/evolve/secrets.env
            working "making the guests (kernels take their time, once)" bench-guests "$app" prepare ||
                say "Not everything is prepared: the benchmarks go on with what is there."
        fi
        live=(--app-live-sentinel "healthy")
    else
        say "There is no Docker engine: neither how idle the app is with a live deployment is measured, nor the deployment itself."
    fi
    dotnet run --project tests/Evolve.Bench -c Release -- ${live[@]+"${live[@]}"} "$@" || status=$?
    return "$status"
}

run_program() {
    needs_build && build
    exec "$app" "$@"
}

main() {
    supported
    local arguments=()
    for argument; do
        case $argument in --yes) yes=1 ;; *) arguments+=("$argument") ;; esac
    done
    set -- ${arguments[@]+"${arguments[@]}"}
    case ${1:-} in
        test) shift; source "$root/tests/run-tests.sh"; run_tests "$@" ;;
        picture) take_picture ;;
        bench) shift; run_benchmarks "$@" ;;
        engine)
            if engine_seems_there; then say "The Docker engine is there already."; else set_up_engine; fi ;;
        ''|play|--port*|--theme*) offer_engine; run_program "$@" ;;
        *) run_program "$@" ;;
    esac
}

main "$@"
