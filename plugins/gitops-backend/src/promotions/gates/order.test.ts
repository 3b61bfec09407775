import { environment, ask } from '../__testUtils__/samples';
import { order } from './order';

function check(
  version: string,
  running: string | null,
  past: { version: string; endedAt: string }[] = [],
) {
  return ask(order, {
    version,
    past,
    target: environment('production', { running }),
  });
}

describe('order', () => {
  it.each([
    ['1.10.0', '1.9.0'],
    ['v2.0.0', 'v1.9.9'],
    ['1.9.1', '1.9'],
    ['1.5.0', '1.5.0-rc.1'],
    ['1.5.0-rc.2', '1.5.0-rc.1'],
    ['2026.11.23-4f2a1b9', '2026.11.20-a91c0de'],
    ['20261123', '20261120'],
    ['0.0.0-main.10.g4f2a1b9c0d1e', '0.0.0-main.9.gcda3a05c0d1e'],
  ])('takes %s for newer than %s', (version, running) => {
    expect(check(version, running)).toMatchObject({
      result: 'pass',
      sentence: `${version} has not run in Production before.`,
    });
  });

  it.each([
    ['1.9.0', '1.10.0'],
    ['1.5.0-rc.1', '1.5.0'],
    ['1.5.0-rc.2', '1.5.0-rc.10'],
    ['2026.11.20-a91c0de', '2026.11.23-4f2a1b9'],
    ['0.0.0-main.9.gcda3a05c0d1e', '0.0.0-main.10.g4f2a1b9c0d1e'],
  ])('warns that %s is older than %s', (version, running) => {
    expect(check(version, running)).toMatchObject({
      result: 'warn',
      sentence: `${version} is older than ${running}, which runs in Production.`,
      canOverride: false,
    });
  });

  it.each([
    ['cda3a05', '4f2a1b9'],
    ['4f2a1b9', 'cda3a05'],
    ['sha256:0a1b2c', 'sha256:9a1b2c'],
    ['main-12', 'main-13'],
    ['latest', '1.5.0'],
    // A build of main is newer than the release before it, and has no number that says so
    ['0.0.0-main.57.g4f2a1b9c0d1e', '1.5.0'],
    ['1.5.0', '0.0.0-main.57.g4f2a1b9c0d1e'],
    // Which of the two commits is the newer one is not to be seen
    ['1.5.0-4f2a1b9', '1.5.0-cda3a05'],
    ['1.5.0', null],
    ['1.5.0', '1.5.0'],
  ])('claims no order of %s and %s', (version, running) => {
    expect(check(version, running)).toBeUndefined();
  });

  it('warns of a version that was there and was replaced', () => {
    expect(
      check('1.5.0', '1.5.1', [
        { version: '1.5.1', endedAt: '2026-11-23T00:00:00Z' },
        { version: '1.5.0', endedAt: '2026-11-21T02:00:00Z' },
      ]),
    ).toMatchObject({
      result: 'warn',
      sentence: 'Production ran 1.5.0 until 2 d 4 h ago.',
    });
  });

  it('says nothing of a rollback, which goes back', () => {
    expect(ask(order, { kind: 'rollback', version: '1.3.0' })).toBeUndefined();
  });
});
