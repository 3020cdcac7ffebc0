# Sourced by the benchmarks beside it: finds a JDK 25, makes a folder that is thrown away, says which machine this is.
# A benchmark's state lies in $BULKHEAD_STATE, its builds are the checkout's, and its ports are its own.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
builds=${BULKHEAD_STATE:-$root/.bulkhead}/builds
work=$(mktemp -d "${TMPDIR:-/tmp}/bulkhead-benchmark.XXXXXX")
export BULKHEAD_STATE="$work/state"
leave() {
  "$root/bulkhead" down >/dev/null 2>&1 || :
  rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM
mkdir -p "$builds" "$BULKHEAD_STATE"
ln -s "$builds" "$BULKHEAD_STATE/builds"
# shellcheck source=../../.mvn/jdk25.sh
. "$root/.mvn/jdk25.sh"
bulkhead_require_jdk

machine() {
  printf '%s, %s cores, %s MB of memory, JDK %s, PostgreSQL %s; load before %s\n\n' "$(uname -sm)" "$(getconf _NPROCESSORS_ONLN)" \
    "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null || echo unknown)" \
    "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")" \
    "$(sed -n 's:.*<embedded-postgres-binaries.version>\(.*\)<.*:\1:p' "$root/pom.xml")" \
    "$(uptime | sed 's/.*load average[s]*: *//')"
}

built() { # builds what is stale, and archives classes
  "$root/bulkhead" up -d --port gateway=18080 --port auth=18081 --port payment=18082 --port game=18083 --port media=18084 \
    >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; exit 1; }
  "$root/bulkhead" down >/dev/null
}

measure() { # CLASS ARGUMENT...: one of the programs below src, run from its source with the command's jars
  main=$root/platform/benchmarks/src/main/java/dev/bulkhead/benchmark/$1.java
  shift
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$builds/$(cat "$builds/current")/cli/*" "$main" "$@"
}
