import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import { ApplicationSets } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { ago, service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { ApplicationSetsContent } from './ApplicationSetsContent';

const set = (
  given: Partial<ApplicationSets['instances'][number]['items'][number]>,
) => ({
  namespace: 'argocd',
  name: 'services',
  applications: 1_204,
  conditions: [],
  steps: null,
  ...given,
});

function show(
  answer: () => Promise<ApplicationSets>,
  language: 'en' | 'de' = 'en',
) {
  const gitops = new FakeGitops(service());
  gitops.applicationSets = answer;
  renderInTestApp(<ApplicationSetsContent />, {
    apis: [translationIn(language), [gitopsApiRef, gitops]],
  });
}

const of = (
  given: Partial<ApplicationSets['instances'][number]>,
  isRestricted = false,
) => {
  const instance = {
    name: 'eu',
    readAt: ago({ min: 2 }),
    problem: null,
    reason: null,
    items: [],
    ...given,
  };
  return async () => ({ instances: [instance], isRestricted });
};

describe('ApplicationSetsContent', () => {
  useRecordedTime();

  it('shows what each set generates, its rollout and its conditions, what is broken first, and when it was read', async () => {
    show(
      of({
        items: [
          set({ name: 'canary', steps: [{ Healthy: 3, Waiting: 1 }, {}] }),
          set({}),
          set({
            name: 'the-broken',
            applications: 0,
            conditions: [
              {
                type: 'ResourcesUpToDate',
                status: 'False',
                message: '',
                since: ago({ min: 5 }),
              },
              {
                type: 'FromTheFuture',
                status: 'Maybe',
                message: '<b>Who</b> knows',
                since: null,
              },
              {
                type: 'ErrorOccurred',
                status: 'True',
                message: 'failed to execute go template',
                since: ago({ min: 5 }),
              },
            ],
          }),
        ],
      }),
    );
    const card = await screen.findByRole('article', { name: 'eu' });
    expect(card).toHaveTextContent('Listed 2 min ago');
    expect(
      within(card)
        .getAllByRole('row')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'ApplicationSetApplicationsRolloutConditions',
      'the-broken argocd0All at onceIts Applications are not up to date 5 min agoIt reports an error 5 min agofailed to execute go templateFromTheFuture: Maybe <b>Who</b> knows',
      'canary argocd1,204Step 1: Healthy 3, Waiting 1Step 2: –None reported',
      'services argocd1,204All at onceNone reported',
    ]);
  });

  it('says that the account may lack the right where there is none', async () => {
    show(of({}));
    expect(await screen.findByText(/applicationsets, get/)).toBeInTheDocument();
  });

  it('says why they could not be listed, and that some are hidden', async () => {
    show(
      of(
        {
          readAt: null,
          problem: { code: 'accessDenied', params: { answer: '403' } },
        },
        true,
      ),
      'de',
    );
    const card = await screen.findByRole('article', { name: 'eu' });
    expect(card).toHaveTextContent('Nicht gelistet');
    expect(within(card).getByRole('status')).not.toBeEmptyDOMElement();
    expect(screen.getByText(/nicht sehen darfst/)).toBeInTheDocument();
  });

  it('names the permission to those who may not see them', async () => {
    show(async () => {
      throw answered(403, 'You may not see the Argo CD instances');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "You can't see Argo CD instances (gitops.instance.read)",
    );
  });
});
