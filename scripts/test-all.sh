#!/usr/bin/env bash
# Installs what the tests need on Debian 12 with Node 20 and npm, and runs all of them. The last line counts the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v zstd >/dev/null || missing+=(zstd)
command -v git >/dev/null || missing+=(git)
command -v unzip >/dev/null || missing+=(unzip)
fc-list 2>/dev/null | grep -qi dejavu || missing+=(fonts-dejavu-core)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

# Suricata 7 for Debian 12 is in its backports. Without it, or without the parsers below, their tests count as skipped.
if ! command -v suricata >/dev/null; then
  echo 'deb http://deb.debian.org/debian bookworm-backports main' |
    as_root tee /etc/apt/sources.list.d/bookworm-backports.list >/dev/null
  as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -t bookworm-backports suricata ||
    echo 'Suricata cannot be installed: the tests that need it are skipped.'
fi

npm ci --no-audit --no-fund
parsers=node_modules/.cache/target-parsers
python3 -m venv "$parsers" &&
  "$parsers/bin/pip" install --quiet --disable-pip-version-check --requirement test/target/requirements.txt ||
  { rm -rf "$parsers"; echo 'The parsers of the targets cannot be installed: their tests are skipped.'; }
npm run --silent typecheck
npm run --silent lint
npm run --silent unused
node scripts/run-tests.mjs
