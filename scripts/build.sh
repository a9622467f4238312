#!/usr/bin/env bash
# Compiles src/ to dist/ from nothing and has the result say its version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

npm run --silent build
node dist/cli/main.js --version
