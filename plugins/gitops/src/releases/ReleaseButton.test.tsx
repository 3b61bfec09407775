import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { MAX_RELEASE_SERVICES } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { translationIn } from '../__testUtils__/translate';
import { ReleaseButton } from './ReleaseButton';

function show(count: number, language: 'en' | 'de' = 'en') {
  const services = Array.from(
    { length: count },
    (_, index) => `component:default/svc-${index}`,
  );
  renderInTestApp(<ReleaseButton services={services} />, {
    apis: [translationIn(language), [gitopsApiRef, new FakeGitops(service())]],
  });
}

describe('ReleaseButton', () => {
  it('asks for a release of as many services as the API takes', async () => {
    show(MAX_RELEASE_SERVICES);
    expect(
      await screen.findByRole('button', { name: 'Promote …' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['en', 'At most 500 services can be promoted together.'],
    ['de', 'Höchstens 500 Services können zusammen promotet werden.'],
  ] as const)(
    'says how many services one release takes at most, in %s',
    async (language, text) => {
      show(MAX_RELEASE_SERVICES + 1, language);
      expect(await screen.findByText(text)).toBeInTheDocument();
      expect(screen.queryByRole('button')).not.toBeInTheDocument();
    },
  );
});
