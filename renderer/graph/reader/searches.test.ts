import { describe, expect, it } from 'vitest';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { aModel } from '#core/testing/aModel.ts';
import { openScope } from './scope.ts';
import { createSearches } from './searches.ts';

const model = aModel({
  inputs: { x: 'float32[2,3]' },
  outputs: { y: 'float32' },
  nodes: ['first: a = Relu(x)', 'second: y = Neg(a)'],
});

describe('the searches of a model', () => {
  it('answer as they are until those that know shapes are whole', async () => {
    let shapes: ShapeTable | undefined;
    const searches = createSearches(() => shapes);
    const open = openScope(model, 'two', []);
    const early = await searches.of(open);
    expect(early('second', 1)).toMatchObject([{ kind: 'node', node: 1 }]);
    expect(early('[2, 3]', 5)).toEqual([]);
    shapes = await inferShapes(model);
    const renewed = searches.renew();
    expect(await searches.of(open)).toBe(early);
    await renewed;
    const late = await searches.of(open);
    expect(late('[2, 3]', 5).map(({ node }) => node)).toEqual([0, 1]);
    expect(late('second', 1)).toEqual(early('second', 1));
  });

  it('are made once however often they are asked for, and anew once the model is another one', async () => {
    const searches = createSearches(() => undefined);
    const open = openScope(model, 'two', []);
    const both = [searches.of(open), searches.of(open)];
    expect(await both[0]).toBe(await both[1]);
    const renewed = searches.renew();
    searches.clear();
    const other = aModel({ inputs: { x: 'float32' }, outputs: { z: 'float32' }, nodes: ['only: z = Abs(x)'] });
    const now = searches.of(openScope(other, 'other', []));
    await renewed;
    expect(searches.of(openScope(other, 'other', []))).toBe(now);
    expect((await now)('only', 1)).toHaveLength(1);
  });
});
