#!/usr/bin/env bash
# Installs what the tests need on Debian 12 with Node 20 and npm, and runs all of them. The last line counts the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v zstd >/dev/null || missing+=(zstd)
command -v git >/dev/null || missing+=(git)
fc-list 2>/dev/null | grep -qi dejavu || missing+=(fonts-dejavu-core)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

npm ci --no-audit --no-fund
npm run --silent typecheck
npm run --silent lint
npm run --silent unused
node scripts/run-tests.mjs
