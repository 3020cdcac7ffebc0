# Finds a JDK 25 and exports JAVA_HOME. Sourced by ./mvnw and ./bulkhead, so that both work where `java` is older.
# Looks at BULKHEAD_JDK, JAVA_HOME, the java on the PATH, then the places where installers put JDKs.
# Never fails by itself: the caller asks bulkhead_require_jdk when it cannot go on without one.

bulkhead_is_jdk25() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

bulkhead_find_jdk25() {
  for bulkhead_home in "${BULKHEAD_JDK-}" "${JAVA_HOME-}"; do
    if bulkhead_is_jdk25 "$bulkhead_home"; then printf '%s\n' "$bulkhead_home"; return 0; fi
  done
  bulkhead_java=$(command -v java 2>/dev/null || :)
  if [ -n "$bulkhead_java" ]; then
    bulkhead_java=$(readlink -f "$bulkhead_java" 2>/dev/null || printf '%s' "$bulkhead_java")
    bulkhead_home=${bulkhead_java%/bin/java}
    if bulkhead_is_jdk25 "$bulkhead_home"; then printf '%s\n' "$bulkhead_home"; return 0; fi
  fi
  set +f # the wrapper runs with globbing off
  for bulkhead_home in /usr/lib/jvm/* /usr/local/openjdk* /opt/java/* /opt/jdk* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    "${HOME-}"/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if bulkhead_is_jdk25 "$bulkhead_home"; then printf '%s\n' "$bulkhead_home"; return 0; fi
  done
  return 1
}

bulkhead_require_jdk() {
  if JAVA_HOME=$(bulkhead_find_jdk25); then
    export JAVA_HOME
  else
    echo "Bulkhead needs a JDK 25 and found none: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it, then run this again." >&2
    exit 1
  fi
}
