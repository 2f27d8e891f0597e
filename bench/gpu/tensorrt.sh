#!/usr/bin/env bash
# Everything of TensorRT that only a GPU can show, with no network, what matters most first: builds, measurements against a
# plain loop, CUDA graphs, streams, cancel, moved and damaged engines, batches, accuracy, the builder's own calibrator.
# Each result is written as soon as it is there, and a second call goes on where the first one stopped.
# Usage: LATHE_TENSORRT=folder bench/gpu/tensorrt.sh RESULTS [TARGET]; run bench/gpu/unpack.sh before.
# steps.sh tells of the environment.
. "$(dirname "$0")/steps.sh"

step 2 machine nvidia-smi --query-gpu=name,driver_version,power.limit,clocks.max.sm,memory.total --format=csv,noheader
step 20 doctor lathe doctor --json
step 40 resnet50-export python3 bench/gpu/resnet50.py "$work/resnet50"
model=$work/resnet50/resnet50.onnx
calibration=$work/resnet50/calibration.npy

build 110 resnet50-fp16 "$model" --precision fp16
# The same engine in Lathe and in the loop, in turns, with a graph (where the host is not in the way) and without.
library=$(ls "${LATHE_TENSORRT:-/usr/lib/x86_64-linux-gnu}"/libnvinfer.so.* 2>/dev/null | head -1)
step 40 loop-compile g++ -std=c++17 -O2 bench/gpu/enqueueLoop.cpp native/src/dynamic_library.cpp native/src/nvidia/*.cpp \
  native/src/tensorrt/*.cpp -pthread -ldl -o "$work/enqueueLoop"
against_loop() {
  local build=$1
  [ -f "$results/$build.record.json" ] || return
  for how in graph enqueue; do
    local graph=() lathe_graph=()
    [ $how = graph ] && graph=(--graph) && lathe_graph=(--cuda-graph)
    step 6 "loop-$how-$build-1" "$work/enqueueLoop" "$library" "$(folder "$build")/engine.plan" "${graph[@]}"
    measure "bench-$how-$build" "$build" -- --without-transfers "${lathe_graph[@]}"
    step 6 "loop-$how-$build-2" "$work/enqueueLoop" "$library" "$(folder "$build")/engine.plan" "${graph[@]}"
  done
  step 2 "ratio-$build" $node bench/gpu/ratio.mjs "$results" "$build"
}
against_loop resnet50-fp16
build 80 resnet50-fp32 "$model" --precision fp32
against_loop resnet50-fp32
build 120 resnet50-int8 "$model" --precision int8 --calibration "$calibration"
measure ladder-graph resnet50-fp32 resnet50-fp16 resnet50-int8 -- --cuda-graph
measure ladder-enqueue resnet50-fp32 resnet50-fp16 resnet50-int8
for streams in 2 4; do measure "streams-$streams" resnet50-fp16 -- --streams "$streams" --cuda-graph; done

# A build that is interrupted after three seconds must be over within one more, and leave nothing.
interrupted() {
  $node electron/cli/index.ts build "$model" --target "$target" --precision fp16 --again --out "$work/interrupted" &
  local process=$! asked
  sleep 3
  asked=$(date +%s%N)
  kill -INT $process
  wait $process
  echo "{\"exit\":$?,\"ms\":$((($(date +%s%N) - asked) / 1000000)),\"left\":$(ls -d "$work"/interrupted 2>/dev/null | wc -l)}"
}
step 15 cancel interrupted
copied() { rm -rf "$work/$1" && cp -r "$(folder resnet50-fp16)" "$work/$1"; }
[ -f "$results/resnet50-fp16.record.json" ] && {
  copied moved && step 20 moved lathe bench "$work/moved" --json
  copied damaged && truncate -s 1000 "$work/damaged/engine.plan"
  # This one must fail, with the reason.
  step 20 damaged lathe bench "$work/damaged" --json
  step 20 exports lathe bench "$(folder resnet50-fp16)" --duration 500 --json --export-times "$results/exported-times.json" \
    --export-profile "$results/exported-profile.json" --export-layer-info "$results/exported-layers.json" \
    --export-output "$results/exported-output.json"
}

shapes=assets/samples/shapes
step 160 shapes-compare lathe compare $shapes/shapes.onnx --target "$target" --precision fp32,fp16,int8 \
  --calibration $shapes/calibration --test $shapes/test --cuda-graph --json
step 80 resnet50-compare lathe compare "$model" --target "$target" --precision fp32,fp16,int8 \
  --calibration "$calibration" --test "$work/resnet50/test.npy" --cuda-graph --json

echo '{"precision":"fp16","profiles":{"x":{"min":[1,3,224,224],"opt":[8,3,224,224],"max":[32,3,224,224]}}}' >"$work/batches.json"
build 110 resnet50-fp16-batches "$model" --precision fp16 --recipe "$work/batches.json"
measure batches resnet50-fp16-batches -- --batch 1,2,4,8,16,32 --cuda-graph --duration 1500

echo '{"precision":"int8","calibration":{"method":"entropy"},"options":{"tensorrt":{"route":"flags"}}}' >"$work/flags.json"
for precision in fp16 int8; do
  build 170 "resnet50-$precision-flags" "$model" --precision $precision --recipe "$work/flags.json" --calibration "$calibration"
done
measure flags-graph resnet50-fp16 resnet50-fp16-flags resnet50-int8 resnet50-int8-flags -- --cuda-graph
# The second time the calibration cache and the timings of the first are there.
step 60 resnet50-int8-flags-again lathe build "$model" --target "$target" --precision int8 --recipe "$work/flags.json" --again \
  --calibration "$calibration" --out "$work/resnet50-int8-again" --json --verbose
echo '{"stopped":"all done"}'
