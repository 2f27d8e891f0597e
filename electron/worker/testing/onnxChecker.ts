// ONNX's own checker, for tests: every file of a folder, with shapes and types inferred strictly.
import { execFileSync } from 'node:child_process';
import { pythonEnvironment } from './python.ts';

const environment = pythonEnvironment('onnx-1.19.1', ['onnx==1.19.1']);

/** Why there is no checker here; empty where there is one. */
export const checkerMissing = 'missing' in environment ? environment.missing : '';

const script = `
import json, pathlib, sys, onnx
found = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob('*.onnx')):
    try:
        onnx.checker.check_model(str(path), full_check=True)
    except Exception as error:
        found[path.name] = str(error)
print(json.dumps(found))
`;

/** What the checker says against each model of a folder, by file name; empty where all are right. */
export function checkFolder(folder: string): Readonly<Record<string, string>> {
  if ('missing' in environment) throw new Error(environment.missing);
  return JSON.parse(execFileSync(environment.python, ['-c', script, folder], { encoding: 'utf8' }));
}
