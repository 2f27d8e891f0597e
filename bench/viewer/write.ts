// Writes one of the bench's models, where it is not there yet, and prints its path: node bench/viewer/write.ts 50000
import { benchModels, fileOf } from './models.ts';

const model = benchModels.find(({ name }) => name === process.argv[2]);
if (!model) throw new Error(`Name one of ${benchModels.map(({ name }) => name).join(', ')}.`);
console.log(await fileOf(model));
