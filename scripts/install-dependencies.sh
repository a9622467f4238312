#!/usr/bin/env bash
# Installs what package-lock.json says, and makes sure that the compiled addon loads in this version of Node.js.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/use-node-headers.sh
. scripts/use-node-headers.sh

npm ci --no-audit --no-fund --loglevel=error
node -e 'if (!new (require("re2"))("a+").test("caat")) process.exit(1)'
echo "dependencies installed for Node.js $(node --version)"
