#!/bin/sh
# Makes a guest's file systems from folders.
#
#   pack.sh erofs FOLDER FILE      a root file system on a disk, only read
#   pack.sh initramfs FOLDER FILE  files that are in memory before there is a disk
#   pack.sh ext4 FOLDER FILE       a disk with this content, as small as it can be
#
# FILE.figures says how many files are inside, and how many of them can be started.
set -eu
form=$1 folder=$2 file=$3
mkdir -p "$(dirname "$file")"
cd "$folder"

# Empty files are not counted, nor libraries as programs: `evolve measure` counts in containers by the same rule.
{
  echo "files $(find . -type f -size +0 | wc -l)"
  echo "executables $(find . -type f -size +0 -perm /111 ! -path '*.so*' | wc -l)"
} > "$file.figures"

# What Docker gives a container, init makes here.
if [ "$form" = erofs ]; then
  mkdir -p dev tmp run etc
  rm -f etc/resolv.conf
  ln -s /run/resolv.conf etc/resolv.conf
fi

# The same files give the same bytes, whenever this runs. Not 1970: PHP takes a file without a time for one that it
# cannot ask about, and compiles it anew for every request. It is the kernel's own date.
when=1735689600
find . -exec touch --no-dereference --date=@$when {} +
id=00000000-0000-0000-0000-000000000000
case $form in
  erofs) mkfs.erofs --quiet -T$when -U $id "$file" . ;;
  initramfs)
    # The kernel opens the console before anything is mounted.
    mkdir -p dev
    [ -e dev/console ] || mknod dev/console c 5 1
    find . | LC_ALL=C sort | cpio --quiet --create --format=newc --reproducible > "$file" ;;
  ext4)
    # Room for the files and the journal; the runner makes the disk larger, and init what is on it.
    size=$(($(du --summarize --block-size=1M . | cut -f1) + 8))
    export E2FSPROGS_FAKE_TIME=$when
    mke2fs -q -t ext4 -d . -b 4096 -m 0 -J size=4 -E "root_owner=$(stat --format %u:%g .),hash_seed=$id,resize=4G" -U $id "$file" "${size}M" ;;
  *) echo "pack: $form is no form; it is erofs, initramfs or ext4" >&2; exit 2 ;;
esac
du --human-readable --apparent-size "$file"
