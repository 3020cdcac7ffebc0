# shellcheck shell=sh
# What the benchmarks have in common; sourced by them, not run. Each has a platform of its own, on ports from PORT on (18080) and
# in a folder that is thrown away; the builds are the checkout's.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
builds=$root/.bulkhead/builds
first=${PORT:-18080}
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

need() { # need PROGRAM PACKAGE: a program, or the sentence that helps
  command -v "$1" >/dev/null 2>&1 || {
    printf 'This benchmark needs %s: on Debian and Ubuntu "apt-get install %s", elsewhere the package of that name.\n' "$1" "$2" >&2
    exit 1
  }
}

load() { uptime | sed 's/.*load average[s]*: *//'; }

say_machine() {
  printf '%s, %s cores, %s MB of memory, JDK %s, PostgreSQL %s; load before: %s\n\n' "$(uname -sm)" "$(getconf _NPROCESSORS_ONLN)" \
    "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null || echo unknown)" \
    "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")" \
    "$(sed -n 's:.*<embedded-postgres-binaries.version>\(.*\)<.*:\1:p' "$root/pom.xml")" "$(load)"
}

# The quotas of the gateway, and what auth-service lets somebody fail, are raised, so that they are counted and never reached: the load
# comes from one address, and an attempt counts as failed until it has succeeded.
start_platform() {
  for quota in user address guarded; do
    limit=bulkhead.gateway.rate-limit.$quota
    BULKHEAD_JAVA_OPTS="${BULKHEAD_JAVA_OPTS-} -D$limit.requests=1000000 -D$limit.per=1s -D$limit.burst=1000000"
  done
  for subject in account address; do
    limit=bulkhead.auth.throttle.$subject
    BULKHEAD_JAVA_OPTS="$BULKHEAD_JAVA_OPTS -D$limit.free-attempts=1000000 -D$limit.first-delay=1s -D$limit.longest-delay=1s"
    BULKHEAD_JAVA_OPTS="$BULKHEAD_JAVA_OPTS -D$limit.forget-after=1m"
  done
  export BULKHEAD_JAVA_OPTS
  "$root/bulkhead" up -d --port gateway="$first" --port auth=$((first + 1)) --port payment=$((first + 2)) \
    --port game=$((first + 3)) --port media=$((first + 4)) --port postgres=$((first + 10)) >"$work/up.log" 2>&1 || {
    cat "$work/up.log" >&2
    exit 1
  }
}

built() { # builds what is stale, and archives classes
  start_platform
  "$root/bulkhead" down >/dev/null
}

benchmark() { # benchmark CLASS ARGUMENT...: runs a class of these sources beside the launcher's jars
  class=$1
  shift
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    -cp "$builds/$(cat "$builds/current")/cli/*" \
    "$root/platform/benchmarks/src/main/java/dev/bulkhead/benchmark/$class.java" "$@"
}
