import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { RenderedDifference as Difference } from 'backstage-plugin-gitops-common';
import { service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { translationIn } from '../__testUtils__/translate';
import { gitopsApiRef } from '../api';
import { RenderedDifference } from './RenderedDifference';

const difference = (more: Partial<Difference> = {}): Difference => ({
  from: { environment: 'staging', title: 'Staging', revision: 'a'.repeat(40) },
  to: { environment: 'production', title: 'Production', revision: null },
  resources: [
    {
      group: 'apps',
      kind: 'Deployment',
      from: 'payments',
      to: 'payments',
      fields: [{ path: 'spec.replicas', from: '1', to: null }],
      moreFields: 2,
    },
    {
      group: '',
      kind: 'ConfigMap',
      from: null,
      to: 'settings-production',
      fields: [],
      moreFields: 0,
    },
  ],
  moreResources: 3,
  same: 1,
  secrets: 2,
  problem: null,
  ...more,
});

/** @returns how often the backend was asked */
function show(answer: Difference | Error, language: 'en' | 'de' = 'en') {
  const asked = { times: 0 };
  const gitops = Object.assign(new FakeGitops(service()), {
    renderedDifference: async () => {
      asked.times += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  renderInTestApp(
    <RenderedDifference
      service="component:default/payments"
      from="staging"
      to="production"
    />,
    { apis: [translationIn(language), [gitopsApiRef, gitops]] },
  );
  return asked;
}

const open = (name = 'Compare what Argo CD renders') =>
  screen.findByRole('button', { name }).then(found => userEvent.click(found));

describe('RenderedDifference', () => {
  it('has Argo CD asked only when somebody wants to see it', async () => {
    const asked = show(difference());
    await screen.findByText('Rendered manifests');
    expect(asked.times).toBe(0);
    await open();
    await screen.findByText('Deployment payments');
    expect(asked.times).toBe(1);
  });

  it('shows the fields that differ, what only one has, and how much is left out', async () => {
    show(difference());
    await open();
    const rows = (await screen.findAllByRole('row')).map(row =>
      Array.from(row.children, cell => cell.textContent),
    );
    expect(rows).toEqual([
      ['Field', 'Staging', 'Production'],
      ['spec.replicas', '1', 'not set'],
    ]);
    for (const text of [
      /^Staging rendered at aaaaaaa · Production rendered from its sources as they are now\. /,
      '1 resource is the same in both. 2 Secrets are in both, and not compared.',
      'ConfigMap settings-production',
      'Only in Production',
      '2 more fields differ.',
      '3 more resources differ.',
    ])
      expect(screen.getByText(text)).toBeInTheDocument();
  });

  it('says why there is nothing to compare, in the language of the page', async () => {
    const problem: Difference['problem'] = {
      code: 'notRendered',
      params: { environment: 'Production', detail: 'values.yaml not found' },
      sentence: 'Not said here',
    };
    show(difference({ resources: [], problem }), 'de');
    await open('Vergleichen, was Argo CD rendert');
    expect(
      await screen.findByText(
        'Die gerenderten Manifeste von Production lassen sich nicht lesen: values.yaml not found',
      ),
    ).toBeInTheDocument();
  });

  it('names the permission that is missing', async () => {
    show(answered(403, 'No'));
    await open();
    expect(
      await screen.findByText(/gitops\.changes\.read/),
    ).toBeInTheDocument();
  });
});
