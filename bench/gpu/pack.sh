#!/usr/bin/env bash
# Lays what Lathe needs to run on a machine without network and without Node in parts of 48 MiB: Node 24 and the
# packages that the terminal and the server import, with all that those need. Usage: bench/gpu/pack.sh FOLDER. There:
# bench/gpu/unpack.sh FOLDER.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/../.."
rm -f "$folder"/lathe.[0-9][0-9]
# Of these only a part is needed, or what they need is chosen by hand.
chosen=(node/bin onnxruntime-common onnxruntime-node/package.json onnxruntime-node/dist onnxruntime-node/lib
  onnxruntime-node/bin/napi-v6/linux/x64 @img/sharp-linux-x64 @img/sharp-libvips-linux-x64 node-addon-api node-api-headers)
whole=$(node_modules/node/bin/node bench/gpu/needed.mjs zod citty ws yauzl sharp prom-client @grpc/grpc-js @grpc/proto-loader \
  @cornerstonejs/codec-libjpeg-turbo-8bit)
there=()
for package in "${chosen[@]}" $whole; do [ -e "node_modules/$package" ] && there+=("node_modules/$package"); done
tar -c "${there[@]}" | xz -T0 -6 | split -b 48M -d - "$folder/lathe."
ls -l "$folder"/lathe.*
