#!/usr/bin/env bash
# Everything of TensorRT that only a GPU can show, with no network, what matters most first: builds, measurements, CUDA
# graphs and accuracy in one report, streams, cancel, moved and damaged engines, batches, the builder's own calibrator.
# Each result is written as soon as it is there, and a second call goes on where the first one stopped.
# Usage: LATHE_TENSORRT=folder bench/gpu/tensorrt.sh RESULTS [TARGET]; run bench/gpu/unpack.sh before.
# steps.sh tells of the environment.
. "$(dirname "$0")/steps.sh"

step 2 machine nvidia-smi --query-gpu=name,driver_version,power.limit,clocks.max.sm,memory.total --format=csv,noheader
step 20 doctor lathe doctor --json
exported

# Build, measure and judge in FP32, FP16 and INT8 in one, with graphs; what is built here is found again below.
step 150 shapes-compare lathe compare "$sample" --target "$target" --precision fp32,fp16,int8 \
  --calibration "$sample_calibration" --test "$sample_test" --cuda-graph --json
step 300 resnet50-compare lathe compare "$model" --target "$target" --precision fp32,fp16,int8 \
  --calibration "$calibration" --test "$test" --cuda-graph --json
for precision in fp16 fp32; do build 110 "resnet50-$precision" "$model" --precision $precision; done
build 120 resnet50-int8 "$model" --precision int8 --calibration "$calibration"
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

dims=3,224,224 largest=32
[ -n "${LATHE_GPU_PRETENDED:-}" ] && dims=4 largest=8
echo "{\"precision\":\"fp16\",\"profiles\":{\"x\":{\"min\":[1,$dims],\"opt\":[8,$dims],\"max\":[$largest,$dims]}}}" >"$work/batches.json"
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
