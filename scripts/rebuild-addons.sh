#!/usr/bin/env bash
# Compiles the addons of an existing node_modules anew, for the `node` in PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/use-node-headers.sh
. scripts/use-node-headers.sh

npm rebuild re2 --loglevel=error
node -e 'if (!new (require("re2"))("a+").test("caat")) process.exit(1)'
echo "re2 rebuilt for Node.js $(node --version)"
