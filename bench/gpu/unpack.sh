#!/usr/bin/env bash
# Puts the parts of pack.sh back into this checkout and builds the native addon.
set -euo pipefail
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
cat "$folder"/lathe.[0-9][0-9] | tar -xJ
node_modules/node/bin/node scripts/native.mjs
