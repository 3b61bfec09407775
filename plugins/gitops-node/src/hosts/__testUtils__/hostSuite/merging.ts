/* eslint-disable jest/no-export -- part of a suite that each host runs */
import { HostTraits, image } from './HostSubject';
import { options, SuiteContext } from './SuiteContext';

/** Merging, by us and by others. */
export function describeMerging(
  context: SuiteContext,
  traits: HostTraits,
): void {
  /** Whether main has the change, and the commit that is said to have brought it. */
  const brought = async (mergeCommit: string | undefined) => {
    const { repository } = context;
    const of = (await repository.head('main', options()))!;
    const file = await repository.read({ path: image, ref: of }, options());
    expect(String(Buffer.from(file!))).toBe('newTag: 1.5.0\n');
    expect(mergeCommit).toBeDefined();
    expect(
      await repository.isContained({ commit: mergeCommit!, of }, options()),
    ).toBe(true);
    const atMerge = await repository.read(
      { path: image, ref: mergeCommit! },
      options(),
    );
    expect(String(Buffer.from(atMerge!))).toBe('newTag: 1.5.0\n');
  };

  describe.each(traits.mergeMethods)('by %s', method => {
    it('merges, and knows the commit that brought it', async () => {
      const { number, head: expectedHead } = await context.opened();
      await context.subject.commitDirectly('main', { 'other.txt': 'other' });
      const answer = await context.repository.merge(
        { number, expectedHead, method },
        options(),
      );
      expect(answer).toMatchObject({
        merged: true,
        pullRequest: { number, state: 'merged' },
      });
      const found = await context.repository.pullRequest(number, options());
      expect(found.endedAt).toBeDefined();
      await brought(found.mergeCommit);
    });

    it('knows the commit that brought one merged by somebody else', async () => {
      const { number } = await context.opened();
      await context.subject.commitDirectly('main', { 'other.txt': 'other' });
      await context.subject.mergeOnPage(number, method);
      await context.subject.commitDirectly('main', { 'later.txt': 'later' });
      const found = await context.repository.pullRequest(number, options());
      expect(found.state).toBe('merged');
      await brought(found.mergeCommit);
    });
  });

  it('takes it for success that it is merged already', async () => {
    const { number, head: expectedHead } = await context.opened();
    await context.subject.mergeOnPage(number, traits.mergeMethods[0]);
    const head = await context.repository.head('main', options());
    expect(
      await context.repository.merge({ number, expectedHead }, options()),
    ).toMatchObject({ merged: true, pullRequest: { state: 'merged' } });
    expect(await context.repository.head('main', options())).toBe(head);
  });

  it('merges once what five ask for at once', async () => {
    const { number, head: expectedHead } = await context.opened();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        context.repository.merge({ number, expectedHead }, options()),
      ),
    );
    for (const answer of answers)
      expect(answer).toMatchObject({ merged: true });
    const head = await context.repository.head('main', options());
    const found = await context.repository.pullRequest(number, options());
    expect(found.mergeCommit).toBe(head);
    await brought(head);
  });

  it('does not merge into another base than the expected one', async () => {
    const { subject } = context;
    const opened = await context.opened();
    const { number, head: expectedHead, base: expectedBase } = opened;
    const other = await subject.commitDirectly('other', { 'other.txt': 'x' });
    await subject.retargetOnPage(number, 'other');
    const merge = { number, expectedHead, expectedBase };
    await expect(
      context.repository.merge(merge, options()),
    ).rejects.toMatchObject({
      problem: 'conflict',
      message: expect.stringContaining('retargeted to other'),
    });
    expect(await context.repository.head('other', options())).toBe(other);
    await subject.mergeOnPage(number, traits.mergeMethods[0]);
    await expect(
      context.repository.merge(merge, options()),
    ).rejects.toMatchObject({
      problem: 'conflict',
      message: expect.stringContaining('merged into other'),
    });
  });

  it('does not merge what was changed since it was looked at', async () => {
    const { number, branch, head: expectedHead } = await context.opened();
    await context.subject.forcePush(branch, { [image]: 'newTag: 6.6.6\n' });
    const before = await context.repository.head('main', options());
    await expect(
      context.repository.merge({ number, expectedHead }, options()),
    ).rejects.toMatchObject({ problem: 'conflict' });
    expect(await context.repository.head('main', options())).toBe(before);
  });

  it('answers that it can not be merged for a conflict', async () => {
    const { number, head: expectedHead } = await context.opened();
    await context.subject.commitDirectly('main', { [image]: 'other\n' });
    const answer = await context.repository.merge(
      { number, expectedHead },
      options(),
    );
    expect(answer).toEqual({
      merged: false,
      reason: expect.stringMatching(/\w.*\.$/),
      pullRequest: expect.objectContaining({ number, state: 'open' }),
    });
    const found = await context.repository.pullRequest(number, options());
    expect(found.state).toBe('open');
    expect(found.isMergeable).not.toBe(true);
  });

  if (traits.label)
    it('is held by a label, in whatever case, until that is removed', async () => {
      const { number, head: expectedHead } = await context.opened();
      const label = traits.label!;
      const { repository } = context;
      await repository.addLabels({ number, labels: [label] }, options());
      const merge = (unlessLabel: string) =>
        repository.merge({ number, expectedHead, unlessLabel }, options());
      expect(await merge(label.toUpperCase())).toEqual({
        merged: false,
        isHeld: true,
        reason: expect.stringContaining(`the label ${label}`),
        pullRequest: expect.objectContaining({ number, state: 'open' }),
      });
      expect(await merge('another')).toMatchObject({ merged: true });
    });

  it('answers that it can not be merged where it was closed', async () => {
    const { number, head: expectedHead } = await context.opened();
    await context.subject.closeOnPage(number);
    expect(
      await context.repository.merge({ number, expectedHead }, options()),
    ).toMatchObject({ merged: false });
  });
}
