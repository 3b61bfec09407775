import { recorded } from '../__testUtils__/recordings';
import {
  applicationSet,
  applicationSetList,
} from '../argocd/applicationSetSchemas';
import { rollingStepOf, setErrorOf } from './applicationSet';

const rolling = applicationSet.parse(recorded('applicationset-rolling'));
const commit = 'cda3a0541c5653b6384a16e196237363cc440650';

describe('The step of an Application in its RollingSync', () => {
  it('is read as recorded', () => {
    expect(rollingStepOf(rolling, 'alpha-production', [commit])).toEqual({
      status: 'Waiting',
      since: '2026-11-23T05:29:39Z',
      step: 3,
      after: ['staging'],
      isBehind: false,
    });
  });

  it('is behind where the Application is compared to another commit by now', () => {
    const step = (compared: string[]) =>
      rollingStepOf(rolling, 'alpha-production', compared);
    expect(step(['f'.repeat(40)])?.isBehind).toBe(true);
    expect(step([])?.isBehind).toBe(false);
  });

  it('is not called behind where Argo CD names no commits', () => {
    const [status] = rolling.status!.applicationStatus;
    const old = {
      ...rolling,
      status: {
        ...rolling.status!,
        applicationStatus: [{ ...status, targetRevisions: [] }],
      },
    };
    expect(rollingStepOf(old, 'alpha-dev', ['f'.repeat(40)])?.isBehind).toBe(
      false,
    );
  });
});

describe('The error of an ApplicationSet', () => {
  it('is reported for the broken set only', () => {
    const { items } = applicationSetList.parse(
      recorded('applicationsets-all-kinds'),
    );
    expect(
      items.map(set => [set.metadata.name, setErrorOf(set)?.since]),
    ).toEqual([
      ['broken', '2026-11-23T05:29:38Z'],
      ['rolling', undefined],
      ['services', undefined],
    ]);
  });
});
