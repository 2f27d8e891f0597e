#!/usr/bin/env bash
# What else of TensorRT only a GPU can show, with no network, what matters most first: values of layers against FP32,
# INT8 mixed with FP16, BF16, FP8, INT4, other weights for an engine, two profiles behind HTTP and gRPC, exports of a
# measurement. Engines are built at optimization level 1: how fast they are is told by tensorrt.sh.
# Usage: LATHE_TENSORRT=folder bench/gpu/features.sh RESULTS [TARGET]; run bench/gpu/unpack.sh before.
# steps.sh tells of the environment.
. "$(dirname "$0")/steps.sh"

# made NAME…: the folders of those that were built, one a line.
made() { for name; do [ -f "$results/$name.record.json" ] && folder "$name"; done; }
# evaluated SECONDS NAME REFERENCE BUILD… -- OPTION…: against the reference, where all were built.
evaluated() {
  local seconds=$1 name=$2 reference=$3 folders=()
  shift 3
  while [ $# -gt 0 ] && [ "$1" != -- ]; do folders+=($(made "$1")); shift; done
  [ $# -gt 0 ] && shift
  [ ${#folders[@]} -gt 0 ] && [ -f "$results/$reference.json" ] &&
    step "$seconds" "$name" lathe evaluate "$(folder "$reference")" "${folders[@]}" "$@" --json
}

step 2 machine nvidia-smi --query-gpu=name,driver_version,power.limit,clocks.max.sm,memory.total --format=csv,noheader
step 20 doctor lathe doctor --json
step 10 reference lathe build "$sample" --target onnxruntime --precision fp32 --json

# Values of layers: how much each layer adds to the error, and what is fused away.
for precision in fp16 int8; do
  build 40 "layers-$precision" "$sample" --precision $precision --calibration "$sample_calibration" --recipe "$(recipe "layers-$precision" $precision ',"debugTensors":"layers"')"
  evaluated 15 "layers-$precision-errors" reference "layers-$precision" -- --layers --test "$sample_test"
done

# The forms of precision, on the sample.
build 40 mixed "$sample" --precision int8 --calibration "$sample_calibration" --recipe "$(recipe mixed int8 '' ',"otherPrecision":"fp16"')"
build 30 bf16 "$sample" --precision bf16 --recipe "$(recipe bf16 bf16 '')"
build 40 fp8 "$sample" --precision fp8 --calibration "$sample_calibration" --recipe "$(recipe fp8 fp8 '' ',"otherPrecision":"fp16"')"
build 30 int4 "$sample" --precision int4 --recipe "$(recipe int4 int4 '' ',"otherPrecision":"fp16"')"
evaluated 20 forms-errors reference mixed bf16 fp8 int4 -- --test "$sample_test"
measure forms-times mixed bf16 fp8 int4 -- --cuda-graph --duration 1000

# Two profiles behind a server: answers are those of ONNX Runtime for batches of either profile and for images.
image=image dims=3,64,64
[ -n "${LATHE_GPU_PRETENDED:-}" ] && image=x dims=4
profile() { echo "{\"$image\":{\"min\":[$1,$dims],\"opt\":[$2,$dims],\"max\":[$2,$dims]}}"; }
build 40 profiles "$sample" --precision fp16 --recipe "$(recipe profiles fp16 ",\"moreProfiles\":[$(profile 2 8)]" ",\"profiles\":$(profile 1 1)")"
served() {
  local address=$work/served.address server code http
  rm -f "$address"
  # Not by the function above: it is this process that is interrupted.
  $node --disable-warning=ExperimentalWarning electron/cli/index.ts deploy "engine=$(folder profiles)" "reference=$(folder reference)" \
    --http 0 --grpc 0 --json --access-log >"$address" &
  server=$!
  for ((wait = 0; wait < 80; wait++)); do [ -s "$address" ] || ! kill -0 $server && break; sleep 0.5; done
  [ -s "$address" ] || return 1
  $node --disable-warning=ExperimentalWarning bench/gpu/served.ts "$address" "$sample_test"
  code=$?
  http=$($node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).http' "$address")
  for batch in 1 8; do
    lathe load "$http" --model engine --closed 1,16 --open 500 --duration-s 2 --warm-up-s 1 --bisections 0 --batch $batch --json >"$results/load-$batch.json"
  done
  kill -INT $server
  wait $server
  return $code
}
[ -f "$results/profiles.record.json" ] && step 60 served served

# Other weights: an engine without any takes the model's own, and one that may be refitted those of another model.
build 30 stripped "$sample" --precision fp16 --recipe "$(recipe stripped fp16 ',"stripPlan":true')"
build 30 refittable "$sample" --precision fp16 --recipe "$(recipe refittable fp16 ',"refit":true')"
evaluated 20 weights-errors reference stripped refittable -- --test "$sample_test"
other=$work/other.onnx
step 10 other-model python3 bench/gpu/otherWeights.py "$sample" "$other"
step 10 other lathe build "$other" --target onnxruntime --precision fp32 --json
refitted() { lathe refit "$(folder refittable)" --model "$other" --json --verbose; }
[ -f "$results/refittable.record.json" ] && step 20 refitted refitted &&
  cp "$(folder refitted)/record.json" "$results/refitted.record.json"
evaluated 20 refitted-errors other refitted -- --test "$sample_test"

[ -f "$results/mixed.record.json" ] &&
  step 20 exports lathe bench "$(folder mixed)" --duration 500 --json --export-times "$results/exported-times.json" \
    --export-profile "$results/exported-profile.json" --export-layer-info "$results/exported-layers.json" \
    --export-output "$results/exported-output.json" &&
  step 5 command lathe trtexec "$(folder mixed)" --json

# The same forms on a ResNet-50, against its own FP32 in ONNX Runtime.
exported
step 15 resnet50-reference lathe build "$model" --target onnxruntime --precision fp32 --json
build 60 resnet50-mixed "$model" --precision int8 --recipe "$(recipe resnet50-mixed int8 '' ',"otherPrecision":"fp16"')" --calibration "$calibration"
build 40 resnet50-fp16 "$model" --precision fp16 --recipe "$(recipe resnet50-fp16 fp16 '')"
build 40 resnet50-bf16 "$model" --precision bf16 --recipe "$(recipe resnet50-bf16 bf16 '')"
build 60 resnet50-fp8 "$model" --precision fp8 --recipe "$(recipe resnet50-fp8 fp8 '' ',"otherPrecision":"fp16"')" --calibration "$calibration"
forms=(resnet50-mixed resnet50-fp16 resnet50-bf16 resnet50-fp8)
evaluated 30 resnet50-errors resnet50-reference "${forms[@]}" -- --test "$test"
measure resnet50-times "${forms[@]}" -- --cuda-graph --duration 1000
echo '{"stopped":"all done"}'
