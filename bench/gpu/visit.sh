#!/usr/bin/env bash
# A whole visit to a machine with a GPU, in order of worth, with no network: Lathe against the plain loop, what else only a
# GPU can show, the report of every precision, and layers of networks that were not captured yet. The same line goes on where
# it stopped. Results are there one by one.
# Usage: bench/gpu/visit.sh PARTS RESULTS [TARGET]; PARTS holds lathe.NN of pack.sh and j106.NN of TensorRT's archive, or
# LATHE_TENSORRT names the folder of its libraries. steps.sh tells of the rest of the environment.
set -uo pipefail
parts=$(cd "$1" && pwd)
results=$(mkdir -p "$2" && cd "$2" && pwd)
target=${3:-tensorrt}
cd "$(dirname "$0")/../.."
export LATHE_GPU_WORK=${LATHE_GPU_WORK:-/tmp/lathe-gpu}
limit=${LATHE_GPU_SECONDS:-560}
left() { echo $((limit - SECONDS)); }
# told WHAT COMMAND…: one line with how long it took and how it ended.
told() {
  local what=$1 started=$SECONDS code
  shift
  "$@"
  code=$?
  echo "{\"part\":\"$what\",\"exit\":$code,\"seconds\":$((SECONDS - started)),\"at\":$SECONDS}" | tee -a "$results/visit.jsonl"
  return $code
}

unpacked() { [ -x node_modules/node/bin/node ] && [ -f native/build/lathe.node ] || bash bench/gpu/unpack.sh "$parts"; }
libraries() {
  [ -n "${LATHE_TENSORRT:-}" ] || [ -f "$LATHE_GPU_WORK/tensorrt/whole" ] && return 0
  mkdir -p "$LATHE_GPU_WORK/tensorrt"
  cat "$parts"/j106.?? >"$LATHE_GPU_WORK/j106.zip" &&
    python3 bench/gpu/libraries.py "$LATHE_GPU_WORK/j106.zip" "$LATHE_GPU_WORK/tensorrt" &&
    rm "$LATHE_GPU_WORK/j106.zip" && touch "$LATHE_GPU_WORK/tensorrt/whole"
}
told libraries libraries >"$results/libraries.log" 2>&1 &
taking_out=$!
told unpack unpacked >"$results/unpack.log" 2>&1 || { tail -5 "$results/unpack.log"; exit 1; }
wait $taking_out || { tail -5 "$results/libraries.log"; exit 1; }
export LATHE_TENSORRT=${LATHE_TENSORRT:-$LATHE_GPU_WORK/tensorrt}

part() { LATHE_GPU_SECONDS=$(left) told "$1" bash "bench/gpu/$1.sh" "$results/$1" "$target"; }
part loop
[ -f "$results/loop/ratio.json" ] && cat "$results/loop/ratio.json"
part features
part tensorrt
# Each network builds for half a minute or more: what would not end in time is not begun.
if [ "$(left)" -gt 60 ] && [ -z "${LATHE_GPU_PRETENDED:-}" ]; then
  CAPTURE_HAVE=bench/fusion/truth/tensorrt-10.6-h100-level0 CAPTURE_SECONDS=$(left) CAPTURE_WORK=$LATHE_GPU_WORK/capture LEVEL=0 \
    told capture bash bench/fusion/capture.sh "$results/capture" 4
fi
echo "{\"stopped\":\"after $SECONDS s\"}"
