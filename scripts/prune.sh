#!/usr/bin/env bash
# Removes from node_modules what only development needs, and what the compilation of re2 left behind.
# The working tree cannot be developed in afterwards: for images and copies.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

npm prune --omit=dev --no-audit --no-fund --loglevel=error
rm -rf node_modules/re2/{vendor,scripts,binding.gyp} node_modules/re2/llms*.txt
find node_modules/re2/build -type f ! -name re2.node -delete
find node_modules/re2/build -depth -type d -empty -delete
node -e 'if (!new (require("re2"))("a+").test("caat")) process.exit(1)'
du -sh node_modules
