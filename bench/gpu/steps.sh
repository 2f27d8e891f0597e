# Steps that a second call goes on with, for the scripts beside this one, which source it: SCRIPT RESULTS [TARGET].
# LATHE_GPU_SECONDS: begin no step that is not expected to end within so many seconds of this call [560].
# LATHE_GPU_WORK: where engines and what is done are kept between calls [/tmp/lathe-gpu].
# LATHE_GPU_PRETENDED: set where LATHE_TENSORRT names the libraries of native/test/fake, to try a script without a GPU: the
# one model that those know takes the place of the networks.
set -uo pipefail
results=$(mkdir -p "$1" && cd "$1" && pwd)
target=${2:-tensorrt}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
shared=${LATHE_GPU_WORK:-/tmp/lathe-gpu}
work=$shared/$(basename "$0" .sh)
limit=${LATHE_GPU_SECONDS:-560}
mkdir -p "$work/done"
export LATHE_HOME=${LATHE_HOME:-$shared/home}
node=node_modules/node/bin/node
samples=assets/samples/shapes
sample=$samples/shapes.onnx sample_calibration=$samples/calibration sample_test=$samples/test
network=$shared/resnet50
if [ -n "${LATHE_GPU_PRETENDED:-}" ]; then
  network=$shared/pretended
  [ -d "$network" ] || $node --disable-warning=ExperimentalWarning bench/gpu/pretended.ts "$network"
  sample=$network/sample.onnx sample_calibration=$network/calibration.npy sample_test=$network/test.npy
fi
model=$network/resnet50.onnx calibration=$network/calibration.npy test=$network/test.npy
lathe() { $node --disable-warning=ExperimentalWarning electron/cli/index.ts "$@"; }

# step SECONDS NAME COMMAND…: standard output to NAME.json, the rest to NAME.log, and one line with how it ended.
step() {
  local expected=$1 name=$2 started=$SECONDS code
  shift 2
  [ -e "$work/done/$name" ] && return 0
  if [ $((SECONDS + expected)) -gt "$limit" ]; then
    echo "{\"stopped\":\"before $name: it takes about $expected s and $((limit - SECONDS)) s are left; call again\"}"
    exit 3
  fi
  "$@" >"$results/$name.json" 2>"$results/$name.log"
  code=$?
  echo "{\"step\":\"$name\",\"exit\":$code,\"seconds\":$((SECONDS - started))}" | tee -a "$results/steps.jsonl"
  # A step that failed is not tried again: the next ones are worth more.
  touch "$work/done/$name"
  return $code
}
# exported: the ResNet-50, once for all scripts.
exported() { [ -f "$test" ] || step 40 resnet50-export python3 bench/gpu/resnet50.py "$network"; }
# folder NAME: of the engine that the step built.
folder() { dirname "$($node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).engine' "$results/$1.json")"; }
# recipe NAME PRECISION TENSORRT [MORE]: a recipe's file at optimization level 1; TENSORRT and MORE begin with a comma
# where they are not empty.
recipe() {
  local shapes=
  [ -n "${LATHE_GPU_PRETENDED:-}" ] && shapes=',"profiles":{"x":{"min":[1,4],"opt":[2,4],"max":[8,4]}}'
  echo "{\"precision\":\"$2\"$shapes${4:-},\"options\":{\"tensorrt\":{\"optimizationLevel\":1$3}}}" >"$work/$1.recipe.json"
  echo "$work/$1.recipe.json"
}
# build SECONDS NAME MODEL OPTION…: into the library, and its record and layers to the results.
build() {
  local seconds=$1 name=$2
  shift 2
  [ -e "$work/done/$name" ] && return 0
  step "$seconds" "$name" lathe build "$@" --target "$target" --json --verbose || return
  for file in record.json layers.json profile.json calibration.cache build.log; do
    [ -f "$(folder "$name")/$file" ] && cp "$(folder "$name")/$file" "$results/$name.$file"
  done
}
# measure NAME BUILD… -- OPTION…: with Lathe.
measure() {
  local name=$1 folders=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do [ -f "$results/$1.record.json" ] && folders+=("$(folder "$1")"); shift; done
  [ $# -gt 0 ] && shift
  [ ${#folders[@]} -gt 0 ] && step 20 "$name" lathe bench "${folders[@]}" "$@" --json
}
