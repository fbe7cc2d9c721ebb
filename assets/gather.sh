#!/bin/sh
# Gathers under /slim exactly the files that a program needs, each with the name that it
# is opened by:
#   - the files and folders that are named here;
#   - what a traced run of the program opened (see trace.sh);
#   - the libraries that those are linked to, with the loader;
#   - libgcc_s, which glibc loads only when a thread is cancelled or ends early: neither
#     ldd nor a short run shows it, and Apache's children die without it.
#
#   gather.sh FILE...
set -eu

# Debian's /lib and /lib64 are links into /usr. Docker mounts over /tmp, and at a second start
# gives what it mounts the rights of the folder below.
mkdir -p /slim/usr/lib /slim/usr/lib64
mkdir -m 1777 /slim/tmp
ln -s usr/lib /slim/lib
ln -s usr/lib64 /slim/lib64

take() {
  for file; do
    folder=$(realpath "$(dirname "$file")")
    mkdir -p "/slim$folder"
    cp --recursive --dereference --preserve=mode,ownership,timestamps "$file" "/slim$folder/"
  done
}

take "$@" "$(find /usr/lib -name libgcc_s.so.1)"

# Successful opens of absolute paths. What Docker or the program itself makes is not shipped.
sed -nE 's/^[0-9]+ +(execve\(|open(at)?\([^"]*)"(\/[^"]+)".*/\3/p' /tmp/trace | sort -u |
  grep -vE '^/(proc|sys|dev|tmp|run|trace|var/lib/mysql)(/|$)|^/etc/(hosts|hostname|resolv\.conf|ld\.so\.cache)$' |
  while read -r file; do
    [ ! -f "$file" ] || take "$file"
  done

# "name => /path (0x…)", and the loader's own line without an arrow.
find /slim -type f \( -name '*.so*' -o -perm /111 \) -exec ldd {} + 2> /tmp/log |
  sed -nE 's,^[^/]*(/[^ ]+) \(0x.*,\1,p' | sort -u |
  while read -r library; do take "$library"; done

du --summarize --human-readable --apparent-size /slim
