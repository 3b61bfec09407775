import type { Version, VersionPlace } from 'backstage-plugin-gitops-node';
import { changesOf, Edit } from './changes';
import type { Snapshot } from './Snapshots';

const TEXT = 'orders:\n  tag: 1.0.0\nbilling:\n  tag: 2.0.0\n';

function edit(
  service: string,
  to: Version,
  given: { text?: string; branch?: string } = {},
): Edit {
  const { text = TEXT, branch = 'main' } = given;
  const place: VersionPlace = {
    repository: 'https://git.example.com/platform/gitops.git',
    ref: branch,
    file: 'versions.yaml',
    document: 0,
    path: `${service}.tag`,
    locator: 'annotation gitops/version-places',
    current: { kind: 'image', repository: service, tag: '1.0.0' },
    scalars: { tag: [service, 'tag'] },
  };
  const repository = {
    url: 'https://git.example.com/platform/gitops',
    name: 'platform/gitops',
  };
  return {
    move: { place, to },
    snapshot: { repository, branch, base: 'a'.repeat(40) } as Snapshot,
    text,
  };
}
const tag = (value: string): Version => ({
  kind: 'image',
  repository: 'x',
  tag: value,
});

describe('changesOf', () => {
  it('keeps all edits of one file, and makes one of a place once', () => {
    const changes = changesOf([
      edit('orders', tag('1.1.0')),
      edit('billing', tag('2.1.0')),
      edit('orders', tag('1.1.0')),
    ]);
    expect(changes).toHaveLength(1);
    expect(changes[0].files.get('versions.yaml')).toEqual({
      before: TEXT,
      after: 'orders:\n  tag: 1.1.0\nbilling:\n  tag: 2.1.0\n',
    });
  });

  it('is a change for each branch', () => {
    expect(
      changesOf([
        edit('orders', tag('1.1.0')),
        edit('orders', tag('1.1.0'), { branch: 'production-us' }),
      ]).map(({ branch }) => branch),
    ).toEqual(['main', 'production-us']);
  });

  it('refuses two versions at one place', () => {
    expect(() =>
      changesOf([edit('orders', tag('1.1.0')), edit('orders', tag('1.2.0'))]),
    ).toThrow(
      'orders.tag in versions.yaml of platform/gitops would have to be 1.1.0 and 1.2.0 at once. Promote the services one after the other',
    );
  });

  it('refuses a file that was changed between two readings', () => {
    expect(() =>
      changesOf([
        edit('orders', tag('1.1.0')),
        edit('billing', tag('2.1.0'), { text: `# new\n${TEXT}` }),
      ]),
    ).toThrow(
      'versions.yaml of platform/gitops was changed while it was read. Try again',
    );
  });
});
