# Exports BULKHEAD_MEMORY, a folder in memory for what tests throw away, where there is one with room for their servers and
# programs may be run from it. Elsewhere, as in most containers, they use the usual temporary folder. Sourced by ./mvnw.

bulkhead_find_memory() {
  grep -qs '^[^ ]* /dev/shm tmpfs rw' /proc/mounts || return 0
  ! grep -qs '^[^ ]* /dev/shm [^ ]* [^ ]*noexec' /proc/mounts || return 0
  bulkhead_room=$(df -Pk /dev/shm 2>/dev/null | sed -n '2s/^[^ ]* *[^ ]* *[^ ]* *\([0-9]*\) .*/\1/p')
  if [ "${bulkhead_room:-0}" -gt 3000000 ] && [ -w /dev/shm ]; then
    export BULKHEAD_MEMORY=/dev/shm
  fi
}
