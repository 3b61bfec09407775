import { resourceTree } from '../argocd/detailSchemas';
import { stuckHookIn } from './stuckHook';

const now = Date.parse('2026-11-28T01:35:00Z');

describe('A hook that is under way', () => {
  it('is stuck where its Pod can not run', () => {
    const tree = (status: string) =>
      resourceTree.parse({
        nodes: [
          {
            kind: 'Pod',
            name: 'migrate-x',
            createdAt: '2026-11-28T01:30:00Z',
            parentRefs: [{ kind: 'Job', name: 'migrate', uid: 'j' }],
            info: [{ name: 'Status Reason', value: status }],
          },
        ],
      });
    const hook = { kind: 'Job', name: 'migrate' };
    expect(stuckHookIn(tree('ImagePullBackOff'), [hook], now)).toEqual({
      resource: 'Job migrate',
      status: 'ImagePullBackOff',
    });
    expect(stuckHookIn(tree('Running'), [hook], now)).toBeUndefined();
    // Its Job tries again
    expect(stuckHookIn(tree('Error'), [hook], now)).toBeUndefined();
    expect(stuckHookIn(tree('Pending'), [hook], now)).toBeDefined();
    const atOnce = Date.parse('2026-11-28T01:30:05Z');
    expect(stuckHookIn(tree('Pending'), [hook], atOnce)).toBeUndefined();
    expect(stuckHookIn(tree('ImagePullBackOff'), [], now)).toBeUndefined();
  });
});
