#!/usr/bin/env bash
# Everything of TensorRT that only a GPU can show, with no network: builds, measurements, layers, accuracy, both routes to
# INT8, cancel, damage, and the latency against a plain loop. Each result is written as soon as it is there.
# Usage: LATHE_TENSORRT=folder bench/gpu/tensorrt.sh RESULTS [TARGET]; run bench/gpu/unpack.sh before.
set -uo pipefail
results=$(mkdir -p "$1" && cd "$1" && pwd)
target=${2:-tensorrt}
cd "$(dirname "$0")/../.."
export LATHE_HOME=${LATHE_HOME:-$(mktemp -d)}
work=$(mktemp -d)
lathe() { node_modules/node/bin/node --disable-warning=ExperimentalWarning electron/cli/index.ts "$@"; }

# step NAME COMMAND…: standard output to NAME.json, the rest to NAME.log, and one line with how it ended.
step() {
  local name=$1 started=$SECONDS
  shift
  "$@" >"$results/$name.json" 2>"$results/$name.log"
  local code=$?
  echo "{\"step\":\"$name\",\"exit\":$code,\"seconds\":$((SECONDS - started))}" | tee -a "$results/steps.jsonl"
  return $code
}
keep() { for file in record.json layers.json profile.json calibration.cache build.log; do
  [ -f "$work/$1/$file" ] && cp "$work/$1/$file" "$results/$1.$file"
done; }

step machine nvidia-smi --query-gpu=name,driver_version,power.limit,clocks.max.sm,memory.total --format=csv,noheader
step doctor lathe doctor --json

shapes=assets/samples/shapes
for precision in fp32 fp16 int8; do
  step "shapes-$precision" lathe build $shapes/shapes.onnx --target "$target" --precision $precision \
    --calibration $shapes/calibration --out "$work/shapes-$precision" --json --verbose && keep "shapes-$precision"
done
step shapes-compare lathe compare $shapes/shapes.onnx --target "$target" --precision fp32,fp16,int8 \
  --calibration $shapes/calibration --test $shapes/test --json

step resnet50-export python3 bench/gpu/resnet50.py "$work/resnet50"
model=$work/resnet50/resnet50.onnx
for precision in fp32 fp16 int8; do
  step "resnet50-$precision" lathe build "$model" --target "$target" --precision $precision \
    --calibration "$work/resnet50/calibration.npy" --out "$work/resnet50-$precision" --json --verbose && keep "resnet50-$precision"
done
echo '{"precision":"int8","calibration":{"method":"entropy"},"options":{"tensorrt":{"route":"flags"}}}' >"$work/flags.json"
for precision in fp16 int8; do
  step "resnet50-$precision-flags" lathe build "$model" --target "$target" --precision $precision --recipe "$work/flags.json" \
    --calibration "$work/resnet50/calibration.npy" --out "$work/resnet50-$precision-flags" --json --verbose &&
    keep "resnet50-$precision-flags"
done
# The second time the calibration cache and the timings of the first are there.
step resnet50-int8-flags-again lathe build "$model" --target "$target" --precision int8 --recipe "$work/flags.json" --again \
  --calibration "$work/resnet50/calibration.npy" --out "$work/resnet50-int8-again" --json --verbose
engines=()
for build in resnet50-{fp32,fp16,int8,fp16-flags,int8-flags}; do [ -d "$work/$build" ] && engines+=("$work/$build"); done
step resnet50-bench lathe bench "${engines[@]}" --json
step resnet50-compare lathe compare "$model" --target "$target" --precision fp32,fp16,int8 \
  --calibration "$work/resnet50/calibration.npy" --test "$work/resnet50/test.npy" --json

library=$(ls "${LATHE_TENSORRT:-/usr/lib/x86_64-linux-gnu}"/libnvinfer.so.* 2>/dev/null | head -1)
g++ -std=c++17 -O2 bench/gpu/enqueueLoop.cpp native/src/dynamic_library.cpp native/src/nvidia/*.cpp native/src/tensorrt/*.cpp \
  -pthread -ldl -o "$work/enqueueLoop" 2>"$results/loop-compile.log"
for build in resnet50-fp32 resnet50-fp16; do
  step "loop-$build" "$work/enqueueLoop" "$library" "$work/$build/engine.plan"
  step "bench-$build" lathe bench "$work/$build" --json
done

# A build that is interrupted after three seconds must be over within one more, and leave nothing.
interrupted() {
  node_modules/node/bin/node electron/cli/index.ts build "$model" --target "$target" --precision fp16 --again \
    --out "$work/interrupted" &
  local process=$! asked
  sleep 3
  asked=$(date +%s%N)
  kill -INT $process
  wait $process
  echo "{\"exit\":$?,\"ms\":$((($(date +%s%N) - asked) / 1000000)),\"left\":$(ls -d "$work"/interrupted 2>/dev/null | wc -l)}"
}
step cancel interrupted
cp -r "$work/shapes-fp16" "$work/moved" && step moved lathe bench "$work/moved" --json
cp -r "$work/shapes-fp16" "$work/damaged" && truncate -s 1000 "$work/damaged/engine.plan" && step damaged lathe bench "$work/damaged" --json
node_modules/node/bin/node -e '
  const { readFileSync } = require("node:fs");
  for (const build of ["resnet50-fp32", "resnet50-fp16"]) {
    const read = (name) => JSON.parse(readFileSync(`${process.argv[1]}/${name}-${build}.json`, "utf8"));
    const ours = read("bench").measurements[0].gpu.computeMs.median;
    const loop = read("loop").computeMs.median;
    console.log(JSON.stringify({ build, lathe: ours, loop, ratio: ours / loop }));
  }' "$results" | tee "$results/ratio.jsonl"
