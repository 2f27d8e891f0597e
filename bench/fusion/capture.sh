#!/usr/bin/env bash
# What TensorRT makes of each network that export.py exports: the engine's layers and their times in FP32, FP16 and INT8
# (builder flags, its own calibrator) and in INT8 written into the model (qdq), for the fusion preview to be scored on.
# Usage, on a machine with a GPU: LATHE_TENSORRT=folder LEVEL=3 bench/fusion/capture.sh RESULTS [AT-ONCE]. Ordered by how
# much is learned; each result is there as soon as it is whole, so that an interruption loses only what was being built.
# More than about six builds at once share one GPU badly: each waits for the others' time slices. LEVEL is the builder's
# optimization level; at 1 a network takes half a minute instead of several. CAPTURE_HAVE names a folder of what was
# captured before; CAPTURE_SECONDS bounds the whole.
set -uo pipefail
results=$(mkdir -p "$1" && cd "$1" && pwd)
at_once=${2:-4}
level=${LEVEL:-3}
cd "$(dirname "$0")/../.."
export work=${CAPTURE_WORK:-$(mktemp -d)} results have=${CAPTURE_HAVE:-$results} deadline=$(($(date +%s) + ${CAPTURE_SECONDS:-86400}))
mkdir -p "$work"
export PYTHONDONTWRITEBYTECODE=1

first=(resnet18 mobilenet_v2_cut vit_cut one_stage efficientnet_cut bert_2l convnext_cut unet mobilenet_v3_cut gpt2_2l
  densenet_cut swin_cut retina shufflenet_cut seresnet googlenet_cut t5_encoder_2l mobilevit llama_2l lraspp squeezenet
  whisper_encoder_2l repvgg_cut regnet segformer_cut ghostnet_cut resnetv2_cut levit distilbert_2l mnasnet_cut mixer_cut
  vgg_cut inception_cut resnext_cut mobileone)

build() {
  local name=$1 variant=$2 precision=$2 started=$SECONDS recipe=$work/flags.json
  [ "$variant" = qdq ] && precision=int8 recipe=$work/model.json
  [ -f "$results/$name-$variant.layers.json.gz" ] || [ -f "$have/$name-$variant.layers.json.gz" ] && return 0
  local left=$((deadline - $(date +%s)))
  [ $left -gt 40 ] || return 0
  local data=() out=$work/$name-$variant
  [ -f "$work/$name.npy" ] && data=(--calibration "$work/$name.npy")
  case $variant in int8 | qdq) [ -f "$work/$name.npy" ] || return 0 ;; esac
  LATHE_HOME=$work/home-$name timeout $((left < 280 ? left : 280)) node_modules/node/bin/node --disable-warning=ExperimentalWarning electron/cli/index.ts \
    build "$work/$name.onnx" --target tensorrt --precision "$precision" --recipe "$recipe" "${data[@]}" --out "$out" --json \
    >"$work/$name-$variant.out" 2>"$work/$name-$variant.log"
  local code=$?
  for file in layers profile; do
    [ -f "$out/$file.json" ] && gzip -9nc "$out/$file.json" >"$work/part-$name-$variant-$file" &&
      mv "$work/part-$name-$variant-$file" "$results/$name-$variant.$file.json.gz"
  done
  [ "$variant" = qdq ] && [ $code = 0 ] && python3 bench/fusion/export.py --without-weights "$out/model.onnx" "$results/$name-qdq.graph.onnx"
  [ $code = 0 ] && cp "$work/$name.graph.onnx" "$results/"
  echo "{\"model\":\"$name\",\"variant\":\"$variant\",\"exit\":$code,\"seconds\":$((SECONDS - started))}" >>"$results/steps.jsonl"
  rm -rf "$out/engine.plan"
}
network() {
  [ -f "$work/$1.onnx" ] || return 0
  for variant in fp32 fp16 int8 qdq; do build "$1" $variant; done
}
export -f build network
echo '{"precision":"int8","calibration":{"method":"entropy"},"options":{"tensorrt":{"route":"flags","optimizationLevel":'$level'}}}' >"$work/flags.json"
echo '{"precision":"int8","options":{"tensorrt":{"route":"model","optimizationLevel":'$level'}}}' >"$work/model.json"
[ -f "$work/exported" ] || { python3 bench/fusion/export.py "$work" >"$results/export.log" 2>&1 && touch "$work/exported"; }
printf '%s\n' "${first[@]}" | xargs -P "$at_once" -I NAME bash -c 'network NAME'
