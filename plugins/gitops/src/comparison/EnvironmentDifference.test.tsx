import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EnvironmentDifference as Difference } from 'backstage-plugin-gitops-common';
import { service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { translationIn } from '../__testUtils__/translate';
import { gitopsApiRef } from '../api';
import { EnvironmentDifference } from './EnvironmentDifference';

const environments = ['dev', 'staging', 'production'].map(name => ({
  name,
  title: name,
}));

function difference(from: string, to: string): Difference {
  const side = (environment: string, running: string) => ({
    environment,
    title: environment,
    versions: [running],
    revision: 'a'.repeat(40),
  });
  return {
    from: side(from, '1.9.0'),
    to: side(to, '1.8.2'),
    files: [
      {
        path: 'values.yaml',
        hunks: [
          [
            { kind: 'removed', text: 'replicas: 1', before: 1, after: null },
            { kind: 'added', text: 'replicas: 3', before: null, after: 1 },
          ],
        ],
      },
    ],
    same: 2,
    hidden: ['secret.yaml'],
    isWhole: false,
    problem: null,
  };
}

const cell = {
  state: 'ready' as const,
  externalSecrets: ['orders'],
  store: 'aws',
  remoteKey: 'orders',
  remoteProperty: null,
  refreshedAt: null,
  declaredBy: 1,
};

function show(
  answer: (from: string, to: string) => Difference | Error,
  language: 'en' | 'de' = 'en',
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    environmentDifference: async ({
      from,
      to,
    }: {
      from: string;
      to: string;
    }) => {
      const found = answer(from, to);
      if (found instanceof Error) throw found;
      return found;
    },
    secretKeys: async () => ({
      environments: environments.map(one => ({
        ...one,
        applications: 1,
        unreadable: null,
      })),
      keys: [
        { key: 'BOTH', cells: { staging: cell, production: cell } },
        { key: 'ONE', cells: { staging: cell } },
      ],
    }),
  });
  renderInTestApp(
    <EnvironmentDifference
      service="component:default/payments"
      environments={environments}
    />,
    { apis: [translationIn(language), [gitopsApiRef, gitops]] },
  );
}

describe('EnvironmentDifference', () => {
  it('shows versions, files and keys that differ between the last two environments', async () => {
    show(difference);
    expect(
      await screen.findByText('staging runs 1.9.0 · production runs 1.8.2'),
    ).toBeInTheDocument();
    const rows = screen.getAllByRole('row').map(row => row.textContent);
    expect(rows).toEqual(['1-removed:replicas: 1', '1+added:replicas: 3']);
    expect(
      await screen.findByText(
        'ONE: ready in staging, not declared in production',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText(/BOTH/)).toBeNull();
    expect(
      screen.getByText('Not shown, because they hold Secrets: secret.yaml.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Not every file was compared/)).toBeInTheDocument();
  });

  it('compares the environments that the reader chooses, by keyboard too', async () => {
    show(difference);
    await screen.findByText('staging runs 1.9.0 · production runs 1.8.2');
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Compare' }),
      'dev',
    );
    expect(
      await screen.findByText('dev runs 1.9.0 · production runs 1.8.2'),
    ).toBeInTheDocument();
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'with' }),
      'dev',
    );
    expect(
      screen.getByText('Choose two different environments.'),
    ).toBeInTheDocument();
  });

  it('says why there is nothing to compare, in the language of the page', async () => {
    const problem: Difference['problem'] = {
      code: 'severalApplications',
      params: { environment: 'production', count: 3 },
      sentence: 'Not said here',
    };
    show((from, to) => ({ ...difference(from, to), files: [], problem }), 'de');
    expect(
      await screen.findByText(/In production sind 3 Applications deployt/),
    ).toBeInTheDocument();
  });

  it('names the permission that is missing', async () => {
    show(() => answered(403, 'No'));
    expect(
      await screen.findByText(/gitops\.changes\.read/),
    ).toBeInTheDocument();
  });
});
