// Asks two models behind one server the same, in batches and as images, and tells how far their answers are apart:
// served.ts ADDRESS_FILE IMAGES. Fails where a first choice differs.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [addressFile = '', images = ''] = process.argv.slice(2);
const { http } = JSON.parse(readFileSync(addressFile, 'utf8')) as { readonly http: string };
const names = ['reference', 'engine'] as const;

interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  /** Texts for the labels of an image. */
  readonly data: readonly (number | string)[];
}

async function ask(model: string, type: string, body: string | NonSharedBuffer): Promise<readonly Output[]> {
  const url = `${http}/v2/models/${model}/infer`;
  const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return (JSON.parse(text) as { readonly outputs: readonly Output[] }).outputs;
}

interface Difference {
  readonly maxAbsError: number;
  readonly sameChoice: boolean;
}

async function difference(type: string, body: string | NonSharedBuffer): Promise<Difference> {
  const [wanted = [], given = []] = await Promise.all(names.map((name) => ask(name, type, body)));
  const [x, y] = [numbersOf(wanted), numbersOf(given)];
  if (x.length === 0 || x.length !== y.length) throw new Error('the outputs have other shapes');
  const maxAbsError = Math.max(...x.map((value, at) => Math.abs(value - (y[at] ?? Number.NaN))));
  return { maxAbsError, sameChoice: String(choices(wanted)) === String(choices(given)) };
}

/** Of the first output of numbers: scores, of whichever kind. */
function numbersOf(outputs: readonly Output[]): readonly number[] {
  const found = outputs.find(({ data }) => typeof data[0] === 'number');
  return (found?.data ?? []).map(Number);
}

/** The best label of an image, or the place of the highest score in each row. */
function choices(outputs: readonly Output[]): readonly (number | string)[] {
  const [first] = outputs;
  if (typeof first?.data[0] === 'string') return [first.data[0]];
  const values = numbersOf(outputs);
  const classes = first?.shape.at(-1) ?? 1;
  return Array.from({ length: values.length / classes }, (_, row) => {
    const own = values.slice(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}

/** Equal on every machine: a sine of the place. */
const values = (count: number) => Array.from({ length: count }, (_, at) => Math.sin(at * 0.37) * 2);

async function batches() {
  const answer = await fetch(`${http}/v2/models/engine`);
  const { inputs } = (await answer.json()) as {
    readonly inputs: readonly { readonly name: string; readonly datatype: string; readonly shape: readonly number[] }[];
  };
  const found = [];
  for (const batch of [1, 2, 5, 8]) {
    const tensors = inputs.map(({ name, datatype, shape }) => {
      const dims = [batch, ...shape.slice(1)];
      return { name, datatype, shape: dims, data: values(dims.reduce((product, size) => product * size, 1)) };
    });
    found.push({ batch, ...(await difference('application/json', JSON.stringify({ inputs: tensors }))) });
  }
  return found;
}

async function pictures() {
  const found: (Difference & { readonly image: string })[] = [];
  if (!statSync(images).isDirectory()) return found;
  for (const folder of readdirSync(images)) {
    const [file] = readdirSync(join(images, folder));
    if (file === undefined) continue;
    const answer = await difference('image/jpeg', readFileSync(join(images, folder, file)));
    found.push({ image: `${folder}/${file}`, ...answer });
  }
  return found;
}

const result = { batches: await batches(), images: await pictures() };
console.log(JSON.stringify(result, null, 1));
process.exitCode = [...result.batches, ...result.images].every(({ sameChoice }) => sameChoice) ? 0 : 1;
