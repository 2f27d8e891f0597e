#!/usr/bin/env bash
# How fast Lathe measures an engine to be, against the plainest loop around it on the same engine, in turns; within 2 % is
# wanted. With a CUDA graph the host is not in the way; without one it enqueues layer by layer. Two more turns tell what it
# is where they differ: the loop on zeros, and Lathe without a pause between rounds.
# Usage: LATHE_TENSORRT=folder bench/gpu/loop.sh RESULTS [TARGET]; run bench/gpu/unpack.sh before.
# steps.sh tells of the environment.
. "$(dirname "$0")/steps.sh"

compiled() {
  g++ -std=c++17 -O2 bench/gpu/enqueueLoop.cpp native/src/dynamic_library.cpp native/src/nvidia/*.cpp \
    native/src/tensorrt/*.cpp -pthread -ldl -o "$work/enqueueLoop"
}
# The compiler and the export work side by side.
step 60 loop-compile compiled &
exported
wait
build 60 loop-fp16 "$model" --precision fp16 --recipe "$(recipe loop-fp16 fp16 '')"
[ -f "$results/loop-fp16.record.json" ] || exit 1
library=$(ls "${LATHE_TENSORRT:-/usr/lib/x86_64-linux-gnu}"/libnvinfer.so.* | head -1)
looped() { step 6 "$1" "$work/enqueueLoop" "$library" "$(folder loop-fp16)/engine.plan" "${@:2}"; }
for how in graph enqueue; do
  loop_graph=() lathe_graph=()
  [ $how = graph ] && loop_graph=(--graph) && lathe_graph=(--cuda-graph)
  for turn in 1 2; do
    looped "loop-$how-$turn" "${loop_graph[@]}"
    measure "bench-$how-$turn" loop-fp16 -- --without-transfers "${lathe_graph[@]}"
  done
done
step 2 ratio $node bench/gpu/ratio.mjs "$results"
looped loop-graph-zeros --graph --zeros
measure bench-graph-one-round loop-fp16 -- --without-transfers --cuda-graph --rounds 1
