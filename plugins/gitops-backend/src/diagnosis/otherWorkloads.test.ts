import { recordedAnswers, recordedState } from '../__testUtils__/recordedState';
import { judge } from '../judgement/judge';

const now = Date.parse('2026-11-28T01:35:00Z');

/** A recorded Application without Pods, of one resource whose kind is not known here. */
function ofOne(manifest: Record<string, unknown>, nodes: object[] = []) {
  const parts: any = recordedAnswers('zero-dev');
  const { apiVersion, kind } = manifest as { apiVersion: string; kind: string };
  const [group] = apiVersion.split('/');
  const name = { group, kind, namespace: 'orders', name: 'orders' };
  const text = JSON.stringify(manifest);
  parts.get.status.resources = [{ ...name, status: 'Synced' }];
  parts.managedResources = {
    items: [{ ...name, targetState: text, liveState: text }],
  };
  parts.tree = { nodes: [{ ...name, uid: 'top', parentRefs: [] }, ...nodes] };
  return recordedState('zero-dev', parts, now);
}

const container = { image: 'r/orders:1.6.0' };
const template = { spec: { containers: [container] } };

describe('An Application of a kind that is not known here, while no Pod of it is there', () => {
  it.each([
    [
      'its Pod template',
      {
        apiVersion: 'apps.kruise.io/v1beta1',
        kind: 'StatefulSet',
        spec: { replicas: 0, template },
      },
      [],
    ],
    [
      'an image deep inside',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'CronWorkflow',
        spec: { workflowSpec: { templates: [{ container }] } },
      },
      [],
    ],
    [
      'what it has made',
      { apiVersion: 'acme.io/v1', kind: 'Server', spec: { size: 0 } },
      [
        {
          group: 'apps',
          kind: 'StatefulSet',
          name: 'orders',
          uid: 's',
          parentRefs: [{ kind: 'Server', name: 'orders', uid: 'top' }],
        },
      ],
    ],
  ])(
    'has an image, so no commit is its version, and may run unseen: known by %s',
    async (_, manifest, nodes) => {
      expect(judge(await ofOne(manifest, nodes), now)).toMatchObject({
        state: 'healthy',
        running: null,
        wanted: null,
        nothingRuns: false,
      });
    },
  );

  it.each([
    [
      'a policy about images',
      {
        apiVersion: 'kyverno.io/v1',
        kind: 'ClusterPolicy',
        spec: { pattern: { spec: { containers: [{ image: '!*:latest' }] } } },
      },
    ],
    [
      'a manifest without any',
      { apiVersion: 'acme.io/v1', kind: 'Topic', spec: { partitions: 3 } },
    ],
  ])('has the version of its source if it is %s', async (_, manifest) => {
    expect(judge(await ofOne(manifest), now).running).toMatch(/^[0-9a-f]{7}$/);
  });
});
