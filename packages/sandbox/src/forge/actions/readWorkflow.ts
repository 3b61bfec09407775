import { parse } from 'yaml';
import { isObject, type Json } from '../../argocd/Json';

/** What the forge reads of a workflow's file. */
export interface Workflow {
  file: string;
  name: string;
  /** `run-name`, with expressions */
  runName?: string;
  /** By name; absent where it cannot be dispatched */
  inputs?: ReadonlyMap<string, { isRequired: boolean; default: string }>;
}

const folder = '.gitea/workflows/';

/**
 * Workflows of a checkout, by the names of their files. Those that are no YAML are left out, as in
 * Gitea.
 */
export function workflowsOf(files: ReadonlyMap<string, string>): Workflow[] {
  return [...files].flatMap(([path, text]) => {
    const file = path.slice(folder.length);
    if (!path.startsWith(folder) || !/^[^/]+\.ya?ml$/.test(file)) return [];
    return readWorkflow(file, text) ?? [];
  });
}

function readWorkflow(file: string, text: string): Workflow | undefined {
  let read: Json;
  try {
    read = parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(read)) return undefined;
  const { name, on } = read;
  const runName = read['run-name'];
  return {
    file,
    name: typeof name === 'string' ? name : file,
    ...(typeof runName === 'string' ? { runName } : {}),
    inputs: inputsOf(on),
  };
}

function inputsOf(on: Json | undefined): Workflow['inputs'] {
  const names = Array.isArray(on) ? on : [on];
  if (names.includes('workflow_dispatch')) return new Map();
  if (!isObject(on) || !('workflow_dispatch' in on)) return undefined;
  const dispatch = on.workflow_dispatch;
  const inputs = isObject(dispatch) ? dispatch.inputs : undefined;
  return new Map(
    Object.entries(isObject(inputs) ? inputs : {}).map(([name, input]) => [
      name,
      {
        isRequired: isObject(input) && input.required === true,
        default: isObject(input) ? String(input.default ?? '') : '',
      },
    ]),
  );
}

/**
 * The title of a run: its `run-name` with the inputs put in, else the subject of the commit, as
 * Gitea does.
 */
export function titleOf(
  workflow: Workflow,
  inputs: Readonly<Record<string, string>>,
  subject: string,
): string {
  return (
    workflow.runName?.replace(
      /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g,
      (_, name) => inputs[name] ?? '',
    ) ?? subject
  );
}
