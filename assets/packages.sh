#!/bin/sh
# Installs Debian packages in a build stage and gathers exactly what they added
# or changed under /added, for the final stage to copy as one layer.
#
# Why a stage of its own: the build argument EVOLVE_APT_MIRROR names the mirror
# to ask, and the history of an image repeats the arguments of its RUN lines.
# So the stage that is shipped has no such line.
#
#   packages.sh PACKAGE...
#   packages.sh --tools PACKAGE...   installs and gathers nothing: what they make is shipped, not they
set -eu

tools=
if [ "$1" = --tools ]; then tools=1; shift; fi

# Without the argument apt asks what the base image names.
sources=
if [ -n "${EVOLVE_APT_MIRROR:-}" ]; then
  . /etc/os-release
  echo "deb $EVOLVE_APT_MIRROR $VERSION_CODENAME main" > /tmp/mirror.list
  sources='-o Dir::Etc::SourceList=/tmp/mirror.list -o Dir::Etc::SourceParts=/dev/null'
fi

quietly() {
  "$@" > /tmp/log 2>&1 || { cat /tmp/log; exit 1; }
}

marker=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
# $sources holds several words without spaces of their own: splitting is meant.
# shellcheck disable=SC2086
quietly apt-get -qq $sources update
# shellcheck disable=SC2086
quietly apt-get -qq $sources install --no-install-recommends "$@"
# What apt keeps for itself would be a third of a stage, and stages are packed for rooms without a network.
apt-get clean
rm -rf /var/lib/apt/lists/*
[ -z "$tools" ] || exit 0

# dpkg keeps the modification times of the packages: the change time tells what
# is new. Caches, logs and manuals stay behind; copyright files are shipped.
mkdir /added
find / -xdev -cnewer "$marker" \( -type f -o -type l -o -type d \) \
    ! -path / ! -path '/added*' ! -path '/tmp*' ! -path '/run*' ! -path '/packages.sh' \
    ! -path '/etc/hosts' ! -path '/etc/hostname' ! -path '/etc/resolv.conf' \
    ! -path '/var/cache/*' ! -path '/var/lib/apt/*' ! -path '/var/log/*' \
    ! -path '/usr/share/man/*' ! -path '/usr/share/info/*' \
    ! -path '/usr/share/locale/*' ! -path '/usr/share/lintian/*' \
    ! \( -path '/usr/share/doc/*' ! -type d ! -name copyright \) \
    -print0 |
  tar --create --null --no-recursion --files-from - 2> /tmp/log |
  tar --extract --directory /added
du --summarize --human-readable --apparent-size /added
