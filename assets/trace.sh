#!/bin/bash
# Runs what /etc/program.conf names, as its user and with the container's own start, uses
# it as /visit does, and writes to /tmp/trace which files it opens; in a build stage, for
# gather.sh.
#
#   trace.sh USER SIGNAL
set -euo pipefail
user=$1 signal=$2

# The program may open its log again by name.
install --owner="$user" /dev/null /tmp/program.log
setpriv --reuid="$user" --regid="$user" --clear-groups \
  strace --follow-forks --successful-only --trace=open,openat,execve --output=/tmp/trace \
  /init container > /tmp/program.log 2>&1 &
tracer=$!
/visit || { cat /tmp/program.log; exit 1; }
# The first line is the program's own start.
kill -s "$signal" "$(sed -n '1s/ .*//p' /tmp/trace)"
wait "$tracer" || { cat /tmp/program.log; exit 1; }
