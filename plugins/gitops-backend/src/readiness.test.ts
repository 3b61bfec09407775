import { FakeClock } from './__testUtils__/FakeClock';
import { firstLists } from './readiness';

function waiting() {
  const clock = new FakeClock();
  const ended = new AbortController();
  const listed = new Set<string>();
  const state: { missing?: string[] } = {};
  void firstLists({
    instances: ['eu', 'us'],
    wasListed: instance => listed.has(instance),
    clock,
    signal: ended.signal,
  }).then(missing => {
    state.missing = missing;
  });
  return { clock, ended, listed, state };
}

describe('firstLists', () => {
  it('waits until every instance has been listed', async () => {
    const { clock, listed, state } = waiting();
    listed.add('eu');
    await clock.pass(5_000);
    expect(state.missing).toBeUndefined();
    listed.add('us');
    await clock.pass(250);
    expect(state.missing).toEqual([]);
  });

  it('names the instances that have not been listed after a minute', async () => {
    const { clock, listed, state } = waiting();
    listed.add('eu');
    await clock.pass(59_000);
    expect(state.missing).toBeUndefined();
    await clock.pass(1_000);
    expect(state.missing).toEqual(['us']);
  });

  it('ends when the backend shuts down', async () => {
    const { clock, ended, state } = waiting();
    ended.abort();
    await clock.pass(0);
    expect(state.missing).toEqual(['eu', 'us']);
  });
});
