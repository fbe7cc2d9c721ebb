#!/usr/bin/env bash
# Proves the README's two commands on a bare machine: a minimal Debian 12 with nothing but git and the .NET SDK,
# a fresh clone, ./run.sh, ./run.sh test. Its network and process tables are its own; nothing is left behind.
#
#   tests/bare-machine.sh [--open-only]     run as root; needs mmdebstrap, tmux, iproute2, iptables
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
open_only=
[ "${1:-}" = --open-only ] && open_only=1
[ "$(id -u)" = 0 ] || { echo "bare-machine: run as root" >&2; exit 2; }
for program in mmdebstrap tmux ip iptables unshare; do
    command -v "$program" >/dev/null || { echo "bare-machine: $program is missing" >&2; exit 2; }
done

work=$(mktemp -d /var/tmp/evolve-bare.XXXXXX)
machine=$work/machine
net=evolve-bare
tmux() { command tmux -L evolve-bare -f /dev/null "$@"; }
step() { printf '\nbare-machine: %s\n' "$*"; }

tear_down() {
    tmux kill-server 2>/dev/null || true
    [ -s "$work/pid" ] && kill -KILL "$(cat "$work/pid")" 2>/dev/null || true
    iptables -t nat -D POSTROUTING -s 10.231.0.0/30 -j MASQUERADE 2>/dev/null || true
    iptables -D FORWARD -s 10.231.0.0/30 -j ACCEPT 2>/dev/null || true
    iptables -D FORWARD -d 10.231.0.0/30 -j ACCEPT 2>/dev/null || true
    ip link delete evolve-bare0 2>/dev/null || true
    ip netns delete "$net" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap tear_down EXIT

step "making a minimal Debian with git and the SDK"
mmdebstrap --quiet --variant=minbase --include=ca-certificates,git,libicu72,libssl3,libstdc++6,zlib1g,tzdata,procps \
    bookworm "$machine"
cp -a /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/trusted.gpg.d /etc/apt/apt.conf.d "$machine/etc/apt/" 2>/dev/null || true
rm -f "$machine"/etc/apt/sources.list.d/{google*,nodesource*,cloud*}
cp -L /etc/resolv.conf "$machine/etc/resolv.conf"
cp -a /usr/local/share/ca-certificates/. "$machine/usr/local/share/ca-certificates/" 2>/dev/null || true
cp -L /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/ca-certificates.crt"
mkdir -p "$machine/usr/share/dotnet" "$machine/old"
cp -a "$(dirname "$(readlink -f "$(command -v dotnet)")")/." "$machine/usr/share/dotnet/"
ln -s ../share/dotnet/dotnet "$machine/usr/bin/dotnet"
git clone --quiet --no-hardlinks "$root" "$machine/root/evolve"

step "giving it a network of its own"
ip netns add "$net"
ip link add evolve-bare0 type veth peer name eth0 netns "$net"
ip address add 10.231.0.1/30 dev evolve-bare0
ip link set evolve-bare0 up
ip -n "$net" address add 10.231.0.2/30 dev eth0
ip -n "$net" link set eth0 up
ip -n "$net" link set lo up
ip -n "$net" route add default via 10.231.0.1
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.231.0.0/30 -j MASQUERADE
iptables -I FORWARD -s 10.231.0.0/30 -j ACCEPT
iptables -I FORWARD -d 10.231.0.0/30 -j ACCEPT

cat >"$work/enter" <<ENTER
#!/bin/sh
set -e
mount --bind $machine $machine
mount --rbind /sys $machine/sys
mount --rbind /dev $machine/dev
mount -t tmpfs tmpfs $machine/run
cd $machine
pivot_root . old
mount -t proc proc /proc
umount -l /old
cd /root/evolve
exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
    TERM=xterm-256color LANG=C.UTF-8 "\$@"
ENTER
chmod +x "$work/enter"
inside() { nsenter --net=/run/netns/"$net" unshare --mount --propagation private --pid --fork --kill-child "$work/enter" "$@"; }

wait_for() { # SECONDS PATTERN
    local until=$((SECONDS + $1))
    until tmux capture-pane -p -t bare | grep -qE "$2"; do
        (( SECONDS < until )) || { tmux capture-pane -p -t bare; echo "bare-machine: '$2' did not appear" >&2; exit 1; }
        sleep 0.5
    done
}

step "./run.sh"
began=$SECONDS
tmux new-session -d -s bare -x 100 -y 30 "nsenter --net=/run/netns/$net unshare --mount --propagation private --pid --fork --kill-child $work/enter ./run.sh --yes"
wait_for 600 'Unikernels, one tier at a time'
echo "bare-machine: the opening screen after $((SECONDS - began)) s"
tmux capture-pane -p -t bare
tmux send-keys -t bare q
until=$((SECONDS + 30))
while tmux has-session -t bare 2>/dev/null; do
    (( SECONDS < until )) || { tmux capture-pane -p -t bare; echo "bare-machine: q does not end the app" >&2; exit 1; }
    sleep 0.5
done

[ -n "$open_only" ] && exit 0
step "./run.sh test"
inside env CI=true ./run.sh test
