#!/bin/sh
# Collects Debian's cloud kernel, the modules that a guest needs in the order of loading, and the figures.
set -eu
version=$(ls /lib/modules)
mkdir -p /out /initramfs/modules

# The disk, the network card, and the file system of the program's files.
number=10
modprobe --set-version "$version" --show-depends --all virtio_blk virtio_net erofs |
  sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' |
  while read -r module; do
    xz --decompress --stdout "$module" > "/initramfs/modules/$number-$(basename "$module" .xz)"
    number=$((number + 1))
  done
sh /pack.sh initramfs /initramfs /out/initrd

cp "/boot/vmlinuz-$version" /out/kernel
grep -v '^#' "/boot/config-$version" | grep . > /out/config
{
  echo "version $version"
  echo "options $(grep -c '=' /out/config)"
  echo "bytes $(stat --format %s /out/kernel)"
} > /out/figures
cat /out/figures
