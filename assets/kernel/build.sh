#!/bin/bash
# Builds one tier's kernel from tinyconfig, the common fragment and the tier's own,
# inside the source tree that is the current directory:  build.sh TIER
# Leaves /out/TIER/kernel (an uncompressed ELF with a PVH note), its whole configuration, and its size in figures.
set -euo pipefail
tier=$1
out=/out/$tier
log=/tmp/build.log
mkdir -p "$out"

# The same kernel from the same source, whoever builds it and when.
export KBUILD_BUILD_TIMESTAMP='2025-01-01 00:00:00 UTC' KBUILD_BUILD_USER=evolve KBUILD_BUILD_HOST=evolve

# What tiers have in common is compiled once.
export CCACHE_DIR=/tmp/ccache CCACHE_NOHASHDIR=1

cat kernel/configs/tiny-base.config kernel/configs/tiny.config arch/x86/configs/tiny.config \
  /kernel/common.config "/kernel/$tier.config" > /tmp/wanted
make --silent KCONFIG_ALLCONFIG=/tmp/wanted allnoconfig > "$log" 2>&1 || { cat "$log"; exit 1; }

# Kconfig drops silently what depends on something that is off.
missing=0
for line in $(grep -h '^CONFIG_' /kernel/common.config "/kernel/$tier.config"); do
  grep -qxF "$line" .config || { echo "build: $line of the fragments is not in the result" >&2; missing=1; }
done
for name in $(sed -n 's/^# \(CONFIG_[A-Z0-9_]*\) is not set$/\1/p' /kernel/common.config "/kernel/$tier.config"); do
  ! grep -q "^$name=" .config || { echo "build: $name is on, and the fragments want it off" >&2; missing=1; }
done
[ "$missing" = 0 ]

# Nice: on stage it is built while the talk goes on. A line for each hundred files, since it is watched.
nice -n 19 make -j"$(nproc)" CC='ccache gcc' vmlinux 2>&1 | tee "$log" |
  awk -v tier="$tier" '/^  CC / && ++files % 100 == 0 { print tier ": " files " files compiled"; fflush() }' ||
  { tail -n 40 "$log"; exit 1; }

objcopy --strip-all vmlinux "$out/kernel"
grep -v '^#' .config | grep . > "$out/config"
{
  echo "version $(make --silent kernelversion)"
  echo "options $(grep -c '=' "$out/config")"
  echo "bytes $(stat --format %s "$out/kernel")"
} > "$out/figures"
cat "$out/figures"
