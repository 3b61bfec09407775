import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import { Instance } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import {
  instances as threeInstances,
  service,
} from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { InstancesContent } from './InstancesContent';

function renderPage(
  answer: () => Promise<Instance[]>,
  language: 'en' | 'de' = 'en',
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    instances: answer,
  });
  renderInTestApp(<InstancesContent />, {
    apis: [translationIn(language), [gitopsApiRef, gitops]],
  });
  return gitops;
}

describe('InstancesContent', () => {
  useRecordedTime();

  it('shows connection, counts and times of a connected instance', async () => {
    renderPage(async () => threeInstances);
    const card = await screen.findByRole('article', { name: 'eu-central' });
    expect(within(card).getByText('Connected')).toBeInTheDocument();
    expect(within(card).getByText('1,204')).toBeInTheDocument();
    expect(within(card).getByText('2 min ago')).toBeInTheDocument();
    expect(
      within(card).getByRole('link', {
        name: 'https://argocd.example.com, Argo CD eu-central, opens in a new tab',
      }),
    ).toHaveAttribute('href', 'https://argocd.example.com');
  });

  it('says since when an instance is not current, why, and what to do', async () => {
    renderPage(async () => threeInstances);
    const card = await screen.findByRole('article', { name: 'eu-dev' });
    expect(within(card).getByText('Out of date')).toBeInTheDocument();
    expect(
      within(card).getByText(/Out of date since \d\d:\d\d/),
    ).toBeInTheDocument();
    expect(
      within(card).getByText(
        'Argo CD does not accept the token (401: token is expired).',
      ),
    ).toBeInTheDocument();
    expect(card).toHaveTextContent(
      'What to do: Make a new token for the account',
    );
    expect(
      within(card).getByText(
        "2 listed items couldn't be parsed and are not shown.",
      ),
    ).toBeInTheDocument();
  });

  it('says it in German where the portal is shown in German', async () => {
    renderPage(async () => threeInstances, 'de');
    const card = await screen.findByRole('article', { name: 'eu-dev' });
    expect(
      within(card).getByText(
        'Argo CD akzeptiert das Token nicht (401: token is expired).',
      ),
    ).toBeInTheDocument();
    expect(card).toHaveTextContent(
      'Was zu tun ist: Für den Account ein neues Token erzeugen',
    );
  });

  it('claims no count before the first list', async () => {
    renderPage(async () => threeInstances);
    const card = await screen.findByRole('article', { name: 'us-east' });
    expect(within(card).getByText('Connecting')).toBeInTheDocument();
    expect(card).not.toHaveTextContent('0');
    expect(within(card).getAllByText('Never')).toHaveLength(2);
  });

  it('keeps itself up to date', async () => {
    const gitops = renderPage(async () => threeInstances);
    await screen.findByRole('article', { name: 'eu-dev' });
    gitops.instances = async () => [{ ...threeInstances[0], name: 'eu-new' }];
    await passTime(10_500);
    expect(screen.getByRole('article', { name: 'eu-new' })).toBeInTheDocument();
    expect(
      screen.queryByRole('article', { name: 'eu-dev' }),
    ).not.toBeInTheDocument();
  });

  it('says how to configure one where there is none', async () => {
    renderPage(async () => []);
    expect(
      await screen.findByText('No Argo CD instance is configured'),
    ).toBeInTheDocument();
    expect(screen.getByText(/gitops:/)).toBeInTheDocument();
  });

  it('names the permission to those who may not see it', async () => {
    renderPage(async () => {
      throw Object.assign(new Error('Request failed with 403 Forbidden'), {
        statusCode: 403,
        cause: new Error('You may not see the Argo CD instances'),
      });
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "You can't see Argo CD instances (gitops.instance.read)",
    );
  });
});
