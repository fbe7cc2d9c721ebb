# Sourced by run.sh: what "./run.sh test" does. The closing line is "N passed, N failed".

# PROGRAM=PACKAGE pairs that the tests use: the fast ones, and those with a real engine, terminal and browser.
# The runner and the base are compiled for their tests; gencat comes with the C library's headers and archives.
fast_programs=(tmux=tmux vim=vim less=less top=procps gcc=gcc gencat=libc6-dev
    qemu-system-x86_64=qemu-system-x86)
test_programs=(
    "${fast_programs[@]}" htop=htop mariadb=mariadb-client
    chromium=chromium mmdebstrap=mmdebstrap curl=curl asciinema=asciinema dockerd=docker.io iptables=iptables git=git
)

run_tests() {
    local fast= argument
    for argument; do
        case $argument in
            --fast) fast=1 ;;
            *) die "test takes --fast only, not '$argument'." ;;
        esac
    done
    need_sdk
    results=$root/artifacts/test-results
    rm -rf "$results"
    mkdir -p "$results"

    if [ -n "$fast" ]; then need_programs "${fast_programs[@]}"; else need_programs "${test_programs[@]}"; fi
    local failed=0 layers=()
    layer build build_tests
    layer format working "checking the format of the code" format check_format || failed=1
    layer fast run_assemblies fast $(fast_assemblies) || failed=1
    if [ -z "$fast" ]; then
        engine_for_tests
        names_for_tests
        layer kernels working "building the kernels of the guests" prepare guests_for_tests || failed=1
        layer end-to-end run_assemblies end-to-end "$root/artifacts/bin/Evolve.EndToEnd/release/Evolve.EndToEnd.dll" || failed=1
        layer clean working "removing the images of the guests" clean prepared clean --keep-cache || failed=1
    fi
    say "it took: ${layers[*]}"
    totals || failed=1
    return "$failed"
}

# Which layer costs what, in minutes and seconds.
layer() { # NAME COMMAND …
    local name=$1 began=$SECONDS status=0; shift
    "$@" || status=$?
    layers+=("$name $(printf '%d:%02d' $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60)))")
    return "$status"
}

build_tests() {
    working "building Evolve and its tests" build-tests dotnet build "$root/Demo.sln" -c Release -v quiet ||
        { cp "$logs/build-tests.log" "$logs/build.log"; explain_build_failure; exit 1; }
    ! needs_build || build
}

# The build has refused what the code's style forbids (IDE0055 is an error); this is the rest: ends of lines and files.
check_format() {
    dotnet format whitespace --folder "$root" --exclude "$root/artifacts" --verify-no-changes
}

need_programs() {
    local packages
    packages=$(missing_packages "$@" | sort -u | tr '\n' ' ')
    [ -n "$packages" ] || return 0
    can_install || die "The tests need these packages: sudo apt-get install ${packages% }"
    ask "The tests need: ${packages% }. Install them with apt-get?" ||
        die "Without them the tests cannot run: apt-get install ${packages% }"
    # shellcheck disable=SC2086 # one word a package
    install $packages
}

# An engine that the tests start is stopped with them.
engine_for_tests() {
    engine_seems_there && docker version >/dev/null 2>&1 && return 0
    engine_pid=
    start_engine || die "The tests with a real engine need one: see $logs/dockerd.log"
    trap 'stop_engine' EXIT
    # One that nobody else uses may be killed by a test, and started again.
    [ -z "$engine_pid" ] || export EVOLVE_TEST_ENGINE=/var/run/docker.pid
}

# The tests give the talk's own names, which the engine has only once: said here, instead of by each of them. What a test
# run that was cut off has left is the tests' own, and they go on with it.
names_for_tests() {
    local taken owner='{{.Label "dev.evolve.deployment"}}'
    taken=$({
        docker ps --all --format "{{.Names}} $owner" | grep -E '^(edge|(web|php|db)-.+-[0-9]+) '
        docker network ls --format "{{.Name}} $owner" | grep -E '^evolve '
        docker volume ls --format "{{.Name}} $owner" | grep -E '^evolve-(db|edge|saved)(-.+)? '
    } | grep -vwFf <(cat "$root/artifacts/test-state/evolve/deployment" \
        "${TMPDIR:-/tmp}/evolve-site-tests-$(id -un)/evolve/deployment" 2>/dev/null) | cut -d ' ' -f 1) || true
    [ -z "$taken" ] || die "The tests need names that a deployment on this machine has (${taken//$'\n'/, }): ./run.sh clean removes yours, ./run.sh clean --all everybody's."
}

# Kernels take minutes. They, and the base that they are built on, are of a deployment of their own: it outlives those
# that the tests make and remove. Its volume would be in their way.
guests_for_tests() {
    # The web tier has the least to build beside the kernels, and one recipe makes all three.
    prepared prepare web linux-unikernel && docker volume rm evolve-saved
}

prepared() { XDG_STATE_HOME=$root/artifacts/test-state "$app" "$@"; }

stop_engine() {
    if [ -n "$engine_pid" ]; then
        # Perhaps another one than was started; it takes its pid file with it.
        engine_pid=$(cat /var/run/docker.pid 2>/dev/null) && kill "$engine_pid" 2>/dev/null || return 0
        local until=$((SECONDS + 60))
        while [ -e /var/run/docker.pid ] && (( SECONDS < until )); do read -rt 0.2 <> <(:) || true; done
    else
        systemctl stop docker docker.socket
    fi
}

fast_assemblies() {
    local project name
    for project in "$root"/tests/*.Tests/*.csproj; do
        name=$(basename "$project" .csproj)
        printf '%s\n' "$root/artifacts/bin/$name/release/$name.dll"
    done
}

run_assemblies() { # NAME DLL …
    local name=$1; shift
    say "running the $name tests"
    test_assemblies "$results/$name" "$@" || run_again "$name" "$@"
}

test_assemblies() { # FOLDER DLL-OR-OPTION …
    local folder=$1; shift
    # A test that never ends is named and fails the run, instead of holding it for ever; and who starts this in the
    # background has its interrupts ignored, which must not reach the programs under test.
    DiffEngine_Disabled=true env --default-signal=INT,QUIT dotnet test "$@" --nologo --results-directory "$folder" \
        --logger trx --logger "console;verbosity=minimal" --blame-hang-timeout 30m --blame-hang-dump-type none
}

# A real terminal, engine and browser on a busy machine: what failed is run once more, alone, before it counts, and a
# test that needed this is named, since it is unsteady and wants repair. A crashed run is never forgiven.
run_again() { # NAME DLL …
    local name=$1 names passed=0 failed=0 skipped=0; shift
    ! crashed "$results/$name" || return 1
    names=$(failed_tests "$results/$name")
    [ -n "$names" ] || return 1
    say "running again what failed of the $name tests"
    test_assemblies "$results/$name/again" "$@" \
        --filter "$(sed 's/^/FullyQualifiedName=/' <<<"$names" | paste -sd '|')" || return 1
    add_up "$results/$name/again"/*.trx
    # A filter that finds nothing succeeds, too, and forgives nobody.
    (( passed >= $(wc -l <<<"$names") )) || { say "not all of them were run again"; return 1; }
    sed 's/^/evolve: unsteady: failed once, then passed: /' <<<"$names"
}

# The runner notes each failed test as an error of the run; any other error means that it did not reach the end.
crashed() { # FOLDER
    ! ls "$1"/*.trx >/dev/null 2>&1 ||
        grep -h -A 1 '<RunInfo [^>]*outcome="Error"' "$1"/*.trx | grep '<Text>' | grep -qv '\[FAIL\]</Text>'
}

failed_tests() { # FOLDER
    grep -ho '<UnitTestResult [^>]*outcome="Failed"' "$1"/*.trx | sed -nE 's/.* testName="([^"(]*).*/\1/p' | sort -u
}

# Adds up what the result files say, so that a crashed run cannot look like a short one.
totals() {
    local folder all_passed=0 all_failed=0 all_skipped=0
    for folder in "$results"/*; do
        local passed=0 failed=0 skipped=0 final
        add_up "$folder"/*.trx
        final=$failed
        [ ! -e "$folder/again" ] || final=$(passed=0 failed=0 skipped=0; add_up "$folder"/again/*.trx; echo "$failed")
        all_passed=$((all_passed + passed + failed - final))
        all_failed=$((all_failed + final))
        all_skipped=$((all_skipped + skipped))
    done
    (( all_passed + all_failed > 0 )) || { say "no test left a result"; return 1; }
    if [ "$all_skipped" = 0 ]; then
        printf '%d passed, %d failed\n' "$all_passed" "$all_failed"
    else
        printf '%d passed, %d failed, %d skipped\n' "$all_passed" "$all_failed" "$all_skipped"
    fi
    [ "$all_failed" = 0 ]
}

add_up() { # TRX …: adds to passed, failed, skipped
    local file line
    for file; do
        [ -e "$file" ] || continue
        line=$(grep -o '<Counters [^>]*>' "$file" | head -n 1)
        passed=$((passed + $(counter passed "$line")))
        failed=$((failed + $(counter failed "$line") + $(counter error "$line") + $(counter timeout "$line") + $(counter aborted "$line")))
        skipped=$((skipped + $(counter notExecuted "$line")))
    done
}

counter() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$2" | grep . || echo 0; }
