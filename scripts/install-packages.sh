#!/usr/bin/env bash
# Debian packages that the project needs beyond Node.js: `scripts/install-packages.sh build|test`.
#   build  the tools with which npm compiles re2
#   test   those, and what some tests talk to; a test whose program is missing skips itself and says so
# Installs what is missing. Without root it says what is missing and leaves it at that.
set -euo pipefail

build=(g++ make python3)
test=(
  chromium                                        # test/e2e
  libmodsecurity3 modsecurity-crs                 # comparisons with ModSecurity and its rules
  libnginx-mod-http-modsecurity nginx             # the same, as a peer; nginx as an origin
  logrotate                                       # the sample for log rotation
  openssl                                         # certificates of the TLS tests
  sqlmap                                          # test/e2e/sqlmap.test.ts
  perl                                            # the oracle of the regular expressions
)

case "${1:-}" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${test[@]}") ;;
  *)
    echo "usage: scripts/install-packages.sh build|test" >&2
    exit 2
    ;;
esac

if ! command -v apt-get >/dev/null; then
  echo "no apt-get here; needed: ${wanted[*]}"
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
  echo "all installed: ${wanted[*]}"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "not root; missing: ${missing[*]}"
  echo "run: sudo apt-get install ${missing[*]}"
  exit 0
fi

echo "installing ${missing[*]}"
# RUNLEVEL=1: a package that brings a server must not start it.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get update -qq
apt-get install --yes -qq --no-install-recommends "${missing[@]}" >/dev/null
rm -rf /var/lib/apt/lists/*
