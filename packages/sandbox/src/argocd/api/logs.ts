import { isObject, JsonObject } from '../Json';

/** What a migration that fails, and a service that crashes, write. */
const failing: Record<string, string[]> = {
  Job: [
    'connecting to postgres',
    'applying 0042_add_orders.sql',
    'ERROR: relation "orders" does not exist',
    'migration failed',
  ],
  Pod: ['starting', 'FATAL: configuration is not complete', 'exit status 1'],
};
const well: Record<string, string[]> = {
  Job: ['connecting to postgres', 'nothing to migrate'],
  Pod: ['starting', 'listening on :8080'],
};

/** The log of a resource as Argo CD streams it: one JSON object a line, and a marker at the end. */
export function logsOf(tree: JsonObject, query: URLSearchParams): string {
  const kind = query.get('podName') ? 'Pod' : query.get('kind') ?? '';
  const name = query.get('podName') ?? query.get('resourceName');
  const nodes = Array.isArray(tree.nodes) ? tree.nodes.filter(isObject) : [];
  const node = nodes.find(one => one.kind === kind && one.name === name);
  const health = isObject(node?.health) ? node.health.status : undefined;
  const lines = (health === 'Degraded' ? failing : well)[kind] ?? [];
  return [
    ...(node ? lines : []).map(content => ({
      content,
      last: false,
      podName: kind === 'Pod' ? name : `${name}-z4gwb`,
    })),
    { content: '', last: true, podName: '' },
  ]
    .map(result => `${JSON.stringify({ result })}\n`)
    .join('');
}
