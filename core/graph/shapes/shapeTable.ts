// The types of all values of a model, graph by graph: the result of shape inference.
import type { Shape, Type } from '#core/onnx/model.ts';
import { type Elements, type Fact, shapeOf } from './fact.ts';

export interface TensorShape {
  /** A code of `core/onnx/dataType`; 0 where unknown. */
  readonly elementType: number;
  readonly shape: Shape | undefined;
}

/** Something that the file says twice and differently, or a node whose inputs do not fit. */
export interface ShapeConflict {
  /** `inputs`: they do not fit each other; `size`: an output would have a negative one; `declared`: otherwise than computed. */
  readonly kind: 'inputs' | 'size' | 'declared';
  readonly path: string;
  readonly node: string;
  /** The output it is about; '' where it is the inputs. */
  readonly value: string;
  /** A clause without a full stop. */
  readonly message: string;
}

/**
 * Graphs are named by their path: '' is the main graph, `<node> › <attribute>` a body of one of its nodes, and so on
 * inwards (`subgraphPath`). A call of a local function has the path of its node (`functionPath`).
 */
export interface ShapeTable {
  readonly graphs: ReadonlyMap<string, ReadonlyMap<string, Fact>>;
  readonly conflicts: readonly ShapeConflict[];
  /** A tensor's element type and shape, looked for in the graph and those around it; undefined where nothing is known. */
  tensor(value: string, path?: string): TensorShape | undefined;
  /** The same for values of any kind. */
  type(value: string, path?: string): Type | undefined;
  /** The elements of a small tensor, where they are known without running the model. */
  elements(value: string, path?: string): Elements | undefined;
}

export function subgraphPath(parent: string, node: string, attribute: string): string {
  return `${functionPath(parent, node)} › ${attribute}`;
}

export function functionPath(parent: string, node: string): string {
  return parent === '' ? node : `${parent} › ${node}`;
}

export function makeShapeTable(
  graphs: ReadonlyMap<string, ReadonlyMap<string, Fact>>,
  outer: ReadonlyMap<string, string>,
  conflicts: readonly ShapeConflict[],
): ShapeTable {
  const find = (value: string, path: string): Fact | undefined => {
    for (let at: string | undefined = path; at !== undefined; at = outer.get(at)) {
      const fact = graphs.get(at)?.get(value);
      if (fact) return fact;
    }
    return undefined;
  };
  return {
    graphs,
    conflicts,
    tensor(value, path = '') {
      const fact = find(value, path);
      const type = fact?.type;
      return type?.kind === 'tensor' || type?.kind === 'sparseTensor'
        ? { elementType: type.elementType, shape: shapeOf(fact) }
        : undefined;
    },
    type: (value, path = '') => find(value, path)?.type,
    elements: (value, path = '') => find(value, path)?.elements,
  };
}
