import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { gitopsApiRef } from '../api';
import { environment, service } from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { transition } from '../__testUtils__/promotions';
import { translationIn } from '../__testUtils__/translate';
import { ChangesPart, versionBefore } from './ChangesPart';

describe('versionBefore', () => {
  const deployed = (version: string | null, result = 'succeeded' as const) => ({
    version,
    result,
  });

  it('is the last other version that was deployed well before', () => {
    const history = [
      deployed('1.9.0'),
      deployed('1.9.0'),
      { version: '1.8.1', result: 'failed' as const },
      deployed(null),
      deployed('1.8.0'),
      deployed('1.7.0'),
    ];
    expect(versionBefore('1.9.0', history)).toBe('1.8.0');
  });

  it('passes over what came after the version that runs', () => {
    const history = [deployed('2.0.0'), deployed('1.9.0'), deployed('1.8.0')];
    expect(versionBefore('1.9.0', history)).toBe('1.8.0');
  });

  it('is not known where nothing else is in the history', () => {
    expect(versionBefore('1.9.0', [deployed('1.9.0')])).toBeUndefined();
  });
});

describe('ChangesPart', () => {
  it('asks the Git host for what would come next only where somebody wants to know', async () => {
    const asked: object[] = [];
    const production = environment('production', { running: '1.8.2' });
    const gitops = Object.assign(new FakeGitops(service()), {
      versionChanges: async (of: { from: string; to: string }) => {
        asked.push(of);
        throw Object.assign(new Error('No'), { statusCode: 403 });
      },
    });
    renderInTestApp(
      <ChangesPart
        environment={production}
        service={{
          deployments: service({
            environments: [environment('staging'), production],
          }),
          transitions: [transition({ to: 'production', version: '1.9.0' })],
          freezes: [],
          actions: {},
          goldenPath: null,
          missing: [],
        }}
      />,
      { apis: [translationIn('en'), [gitopsApiRef, gitops]] },
    );
    const question = await screen.findByRole('button', {
      name: 'What changes from 1.8.2 to 1.9.0?',
    });
    expect(asked).toEqual([]);
    await userEvent.click(question);
    expect(
      await screen.findByText(/You can't see commits here/),
    ).toBeInTheDocument();
    // The question had the focus, and is gone
    await waitFor(() => expect(document.body).not.toHaveFocus());
    expect(asked).toMatchObject([
      { environment: 'production', from: '1.8.2', to: '1.9.0' },
    ]);
  });
});
