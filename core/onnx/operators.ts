// What ONNX says of an operator at an opset version.
import { type OperatorSchema, operatorForms, operatorTable } from './operatorTable.ts';

/** The newest IR version that the operator table knows. */
export const newestIrVersion = operatorTable.irVersion;

/**
 * The form of an operator that a model which imports `opsetVersion` of `domain` means ('' and 'ai.onnx' are the
 * standard domain): the newest that is not newer than it. Undefined where the operator is unknown or came later.
 */
export function operatorSchema(domain: string, opType: string, opsetVersion: number): OperatorSchema | undefined {
  return operatorForms(standardDomain(domain), opType).findLast(({ since }) => since <= opsetVersion);
}

/** The opset versions in which an operator got a new form, oldest first; empty where it is unknown. */
export function operatorVersions(domain: string, opType: string): readonly number[] {
  return operatorForms(standardDomain(domain), opType).map(({ since }) => since);
}

/** The newest opset of a domain whose schemas are known; undefined for a domain without schemas. */
export function newestOpset(domain: string): number | undefined {
  return operatorTable.latest[standardDomain(domain)];
}

/** Whether ONNX Runtime's own domains (com.microsoft, com.microsoft.nchwc) have an operator of that name. */
export function isRuntimeOperator(domain: string, opType: string): boolean {
  return runtimeNames.get(domain)?.has(opType) ?? false;
}

/** Names of a domain's operators, sorted; for completion and for finding what a misspelt name meant. */
export function operatorNames(domain: string): readonly string[] {
  return Object.keys(operatorTable.operators[standardDomain(domain)] ?? {}).concat(operatorTable.names[domain] ?? []);
}

function standardDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

const runtimeNames = new Map(Object.entries(operatorTable.names).map(([domain, names]) => [domain, new Set(names)]));
