#!/bin/sh
# Fetches CIFAR-10 (binary version, 162 MB packed, 184 MB unpacked) from its author's site.
set -eu

url=https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz
sha256=c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd
folder_name=cifar-10-batches-bin
batch_bytes=30730000 # 10,000 records of 3,073 bytes

usage() {
  cat <<'END'
usage: datasets/download_cifar10.sh [FOLDER]

Puts CIFAR-10 into FOLDER/cifar-10-batches-bin; without FOLDER, into the folder that the
environment variable DESCENT_DATA names. Does nothing if it is already there.
END
}

fail() {
  printf 'download_cifar10: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Prints what keeps a folder from being the complete CIFAR-10, or nothing.
fault_of() {
  for batch in data_batch_1 data_batch_2 data_batch_3 data_batch_4 data_batch_5 test_batch; do
    if [ ! -f "$1/$batch.bin" ]; then
      echo "$batch.bin is missing"
      return
    fi
    bytes=$(($(wc -c <"$1/$batch.bin")))
    if [ "$bytes" -ne "$batch_bytes" ]; then
      echo "$batch.bin has $bytes bytes instead of $batch_bytes"
      return
    fi
  done
}

# Long programs run in the background, because only `wait` lets a signal be answered at once.
# $! is the program from the very moment that it runs, which a variable of our own would not be.
running=
run() {
  running=yes
  "$@" &
  status=0
  wait "$!" || status=$?
  running=
  return "$status"
}

work=
clean_up() {
  trap '' HUP INT TERM
  if [ -n "$running" ] && [ -n "${!:-}" ]; then
    kill "$!" 2>/dev/null || :
    wait "$!" 2>/dev/null || :
  fi
  if [ -n "$work" ]; then rm -rf "$work"; fi
}

case "${1-}" in
  -h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -gt 1 ]; then
  usage >&2
  exit 2
fi
target=${1:-${DESCENT_DATA:-}}
if [ -z "$target" ]; then
  echo 'download_cifar10: where to? Name a folder, or set DESCENT_DATA to one.' >&2
  usage >&2
  exit 2
fi
case $target in -*) target=./$target ;; esac
place=$target/$folder_name

if [ -e "$place" ]; then
  fault=$(fault_of "$place")
  if [ -n "$fault" ]; then
    fail "$place is there, but not complete: $fault. Move it away and run this again, or name" \
      'another folder. Nothing was changed.'
  fi
  echo "CIFAR-10 is already in $place: nothing to do."
  exit 0
fi

for program in tar gzip; do
  have "$program" || fail "$program is needed: apt install $program"
done
have curl || have wget || fail 'curl or wget is needed: apt install curl'
if have sha256sum; then
  checksum() { sha256sum <"$1" | cut -d ' ' -f 1; }
elif have shasum; then
  checksum() { shasum -a 256 <"$1" | cut -d ' ' -f 1; }
else
  fail 'sha256sum is needed: apt install coreutils'
fi

mkdir -p "$target" || fail "$target cannot be made."
# Inside the target, so that the last step is a rename within one file system: all or nothing.
work=$(mktemp -d "$target/.cifar-10-download.XXXXXX") || fail "nothing can be written in $target."
trap clean_up EXIT
trap 'echo "download_cifar10: interrupted; nothing is left behind." >&2; exit 130' HUP INT TERM

archive=$work/cifar-10-binary.tar.gz
echo "Fetching $url (162 MB) ..."
if have curl; then
  run curl --fail --location --retry 3 --show-error --output "$archive" "$url" ||
    fail "curl could not fetch $url (see above). Nothing was changed."
else
  run wget --tries=3 --output-document="$archive" "$url" ||
    fail "wget could not fetch $url (see above). Nothing was changed."
fi

echo 'Checking it ...'
found=$(checksum "$archive")
if [ "$found" != "$sha256" ]; then
  fail "the file from $url is not the one expected: its SHA-256 should be $sha256, but is $found" \
    "($(($(wc -c <"$archive"))) bytes). Was the download cut short, or answered by a login page?" \
    'Nothing was changed.'
fi

echo 'Unpacking it ...'
run tar -xzf "$archive" --no-same-owner -C "$work" ||
  fail "tar could not unpack it (see above); has the disk 350 MB of room? Nothing was changed."
[ -d "$work/$folder_name" ] || fail "the archive holds no folder $folder_name. Nothing was changed."
mv "$work/$folder_name" "$place" || fail "$place could not be put in place."
echo "CIFAR-10 is in $place."
if [ "${DESCENT_DATA:-}" != "$target" ]; then
  echo "Tell Descent where:  export DESCENT_DATA=$(cd "$target" && pwd)"
fi
