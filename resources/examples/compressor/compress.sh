#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Compresses a generated log file and prints the processor time it took, the size that came out, and the seconds until
# the file has arrived when it is compressed and then sent over a link of so many bytes a second.
set -eu

usage='usage: compress.sh [--tool=gzip|xz|bzip2|zstd] [--gzip_level=1..9] [--xz_level=0..9] [--xz_extreme=true|false]
                   [--level=N, for bzip2 and zstd] [--lines=N] [--bytes_per_second=N]'

refuse() { # says why, and ends as after a wrong flag
  printf 'compress.sh: %s\n%s\n' "$1" "$usage" >&2
  exit 2
}

tool=gzip gzip_level=6 xz_level=6 xz_extreme=false level=6 lines=60000 bytes_per_second=2000000

for word in "$@"; do
  value=${word#*=}
  case $word in
    --tool=gzip | --tool=xz | --tool=bzip2 | --tool=zstd) tool=$value ;;
    --tool=*) refuse "--tool must be gzip, xz, bzip2 or zstd, not $value." ;;
    --xz_extreme=[Tt]rue) xz_extreme=true ;;
    --xz_extreme=[Ff]alse) xz_extreme=false ;;
    --gzip_level=[1-9]) gzip_level=$value ;;
    --xz_level=[0-9]) xz_level=$value ;;
    --level=[1-9] | --level=1[0-9]) level=$value ;;
    --lines=[1-9]* | --bytes_per_second=[1-9]*)
      case $value in *[!0-9]*) refuse "${word%%=*} must be a whole number, not $value." ;; esac
      case $word in --lines=*) lines=$value ;; *) bytes_per_second=$value ;; esac ;;
    --help) printf '%s\n' "$usage"; exit 0 ;;
    *) refuse "$word is no flag of this script, or a value that flag cannot have." ;;
  esac
done

command -v "$tool" >/dev/null || {
  echo "compress.sh: $tool is not installed." >&2
  exit 3
}

case $tool in
  gzip) flags=-$gzip_level ;;
  xz) flags="-T1 -$xz_level"; [ "$xz_extreme" = false ] || flags="$flags -e" ;;
  zstd) flags="-q -$level" ;;
  bzip2) [ "$level" -le 9 ] || refuse "--level of bzip2 must be 1 to 9, not $level."; flags=-$level ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The same lines on every machine: the numbers come from a generator written out here (Park & Miller 1988).
LC_ALL=C awk -v lines="$lines" 'BEGIN {
  split("GET POST PUT DELETE", verb); split("user order invoice search basket login image", noun)
  split("200 200 200 204 301 404 500", code); seed = 42
  for (i = 1; i <= lines; i++) {
    seed = (seed * 16807) % 2147483647
    printf "%d 10.0.%d.%d %s /%s/%d %s %d\n", 1700000000 + i * 3, seed % 16, int(seed / 16) % 256, \
      verb[seed % 4 + 1], noun[seed % 7 + 1], int(seed / 100) % 5000, code[int(seed / 7) % 7 + 1], int(seed / 3) % 9000
  }
}' >"$work/log"

# Processor time of all finished children of this shell, in seconds: the second line that `times` prints.
children_seconds() {
  times >"$work/times"
  LC_ALL=C awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, part, "m"); sum += part[1] * 60 + part[2] } print sum }' \
    "$work/times" >"$work/seconds"
  read -r seconds <"$work/seconds"
}

children_seconds
before=$seconds
# shellcheck disable=SC2086  # several flags, one word each
"$tool" $flags -c <"$work/log" >"$work/compressed"
children_seconds
size=$(wc -c <"$work/compressed")

LC_ALL=C awk -v before="$before" -v after="$seconds" -v size="$size" -v rate="$bytes_per_second" 'BEGIN {
  took = after - before
  printf "seconds: %.3f\nsize: %d\narrival: %.3f\n", took, size, took + size / rate
}'
