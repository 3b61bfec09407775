import type { Claim } from './Claim';
import { ownershipProblems } from './problems';

const label = 'app.kubernetes.io/name';

function claim(
  name: string,
  owners: string[],
  given: { isOwn: boolean; by?: string },
): Claim {
  return {
    application: { name },
    isVisible: true,
    isOwn: given.isOwn,
    ownership: {
      by: given.by ?? 'annotations',
      owners: owners.map(owner => ({
        kind: 'Component',
        metadata: { name: owner },
      })),
    },
  } as unknown as Claim;
}

/** Codes and parameters, as the page of `orders` has them for somebody who may not see `secret`. */
function problemsOf(...claims: Claim[]) {
  return ownershipProblems(
    { service: 'component:default/orders', claim: 'argocd/app-name' } as never,
    claims,
    {
      serviceLabel: label,
      shows: entity => entity !== 'component:default/secret',
    },
  ).map(({ code, params }) => ({ code, params }));
}

describe('What is wrong with whose Applications are', () => {
  it('names no entity that the caller may not see', () => {
    const isOwn = { isOwn: true };
    expect(problemsOf(claim('a', ['orders', 'secret'], isOwn))).toEqual([
      {
        code: 'sharedClaim',
        params: { entities: [], areSomeHidden: true, label },
      },
    ]);
    expect(problemsOf(claim('a', ['orders', 'secret', 'b'], isOwn))).toEqual([
      {
        code: 'sharedClaim',
        params: {
          entities: ['component:default/b'],
          areSomeHidden: true,
          label,
        },
      },
    ]);
  });

  it('is told once for all Applications that share it', () => {
    const shared = ['orders', 'b'];
    const given = { isOwn: true, by: 'ambiguousLabel' } as const;
    expect(
      problemsOf(claim('x', shared, given), claim('y', shared, given)),
    ).toEqual([
      {
        code: 'ambiguousName',
        params: { entities: ['component:default/b'], areSomeHidden: false },
      },
    ]);
  });

  it('gathers the Applications of each other owner', () => {
    const isOther = { isOwn: false, by: 'label' } as const;
    const of = (owner: string, ...applications: string[]) => ({
      code: 'ownedByOther',
      params: { applications, owners: [`component:default/${owner}`], label },
    });
    expect(
      problemsOf(
        claim('y', ['b'], isOther),
        claim('z', ['a'], isOther),
        claim('x', ['b'], isOther),
        claim('x', ['b'], isOther),
      ),
    ).toEqual([of('a', 'z'), of('b', 'x', 'y')]);
  });
});
