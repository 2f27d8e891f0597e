// The drawn graph: React Flow moves the view and shows the cards of its window; lines, hulls and far shapes are ours.
import { type NodeTypes, ReactFlow, ReactFlowProvider, useReactFlow, ViewportPortal } from 'reactflow';
import 'reactflow/dist/base.css';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Rectangle } from '#core/graph/window.ts';
import { Card, type CardNode } from './Card.tsx';
import { ChosenBar } from './ChosenBar.tsx';
import { cameraStore, dropGoal, resizeView, setMover, zoomLimits } from './camera.ts';
import { chooseNothing } from './chosen.ts';
import { EdgeLayer } from './EdgeLayer.tsx';
import { FarGroups } from './FarGroups.tsx';
import { FarView } from './FarView.tsx';
import { unfold } from './foldAround.ts';
import { followOutside } from './follow.ts';
import styles from './GraphCanvas.module.css';
import { GroupLayer, GroupTags } from './GroupLayer.tsx';
import { HullLayer } from './HullLayer.tsx';
import { HullTags } from './HullTags.tsx';
import { hover } from './highlight.ts';
import { MiniMap } from './MiniMap.tsx';
import { showStart } from './moves.ts';
import { pick } from './pick.ts';
import type { Scene } from './scene.ts';
import { graphStore, select } from './store.ts';
import { useBoxChoice } from './useBoxChoice.ts';
import { visibleStore } from './visible.ts';
import { ZoomControls } from './ZoomControls.tsx';

const nodeTypes: NodeTypes = { card: Card };

export function GraphCanvas({ name }: { readonly name: string }) {
  return (
    <ReactFlowProvider>
      <Canvas name={name} />
    </ReactFlowProvider>
  );
}

function Canvas({ name }: { readonly name: string }) {
  const scene = useStore(graphStore, ({ map }) => map?.scene);
  const box = useRef<HTMLDivElement>(null);
  const boxChoice = useBoxChoice();
  const nodes = useWindowNodes(scene);
  const level = useStore(visibleStore, (visible) => visible.level);
  useFlowAsMover();
  useSize(box);
  const start = useMemo(() => {
    const { x, y, zoom } = cameraStore.getState();
    return { x, y, zoom };
  }, []);
  return (
    <div ref={box} className={styles.canvas} data-level={level} {...boxChoice.handlers}>
      <FarView />
      <FarGroups />
      <ReactFlow<CardNode>
        aria-label={name}
        tabIndex={0}
        nodes={nodes}
        nodeTypes={nodeTypes}
        defaultViewport={start}
        minZoom={zoomLimits.least}
        maxZoom={zoomLimits.most}
        onMoveStart={(event) => {
          if (event) dropGoal();
        }}
        onViewportChange={(viewport) => cameraStore.setState(viewport)}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll
        panOnScrollSpeed={1}
        paneClickDistance={4}
        onNodeClick={(_, { data }) => {
          chooseNothing();
          select({ kind: 'node', item: data.item });
        }}
        onNodeDoubleClick={(_, { data }) => {
          unfold(data.item);
          void followOutside(data.item);
        }}
        onNodeMouseEnter={(_, { data }) => hover({ kind: 'item', item: data.item })}
        onNodeMouseLeave={() => hover(null)}
        onPaneClick={(event) => {
          chooseNothing();
          pick(event);
        }}
        onPaneMouseMove={(event) => pick(event, 'hover')}
      >
        <ViewportPortal>
          <GroupLayer />
          <HullLayer />
          <EdgeLayer />
          <HullTags />
          <GroupTags />
        </ViewportPortal>
      </ReactFlow>
      {boxChoice.box && <div className={styles.box} style={boxStyle(boxChoice.box)} />}
      <ChosenBar />
      <MiniMap />
      <ZoomControls />
    </div>
  );
}

function boxStyle({ x, y, width, height }: Rectangle) {
  return { left: x, top: y, width, height };
}

/** The nodes of the window, each the same object as long as the scene is the same. */
function useWindowNodes(scene: Scene | undefined): CardNode[] {
  const items = useStore(visibleStore, (visible) => visible.items);
  const nodeOf = useMemo(() => (scene ? cardNodes(scene) : undefined), [scene]);
  return useMemo(() => (nodeOf ? Array.from(items, nodeOf) : []), [items, nodeOf]);
}

function cardNodes(scene: Scene): (item: number) => CardNode {
  const known = new Map<number, CardNode>();
  return (item) => {
    const before = known.get(item);
    if (before) return before;
    const size = { width: scene.widths[item] ?? 0, height: scene.heights[item] ?? 0 };
    const node: CardNode = {
      id: String(item),
      type: 'card',
      position: { x: scene.x[item] ?? 0, y: scene.y[item] ?? 0 },
      data: { item },
      ...size,
      measured: size,
      handles: [],
    };
    known.set(item, node);
    return node;
  };
}

/** The first view was made before there was a box to measure. */
function beginAt(width: number, height: number): void {
  const assumed = cameraStore.getState();
  if (assumed.width === width && assumed.height === height) return;
  cameraStore.setState({ width, height });
  showStart(false);
}

function useFlowAsMover(): void {
  const { setViewport } = useReactFlow();
  useLayoutEffect(
    () => setMover((viewport, milliseconds) => void setViewport(viewport, { duration: milliseconds })),
    [setViewport],
  );
}

function useSize(box: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let known = false;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      // Hidden behind another tab it has no size.
      if (width === 0) return;
      if (known) resizeView(width, height);
      else beginAt(width, height);
      known = true;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
}
