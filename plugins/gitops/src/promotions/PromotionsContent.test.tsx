import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Environment, Promotion } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { service } from '../__testUtils__/deployments';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import {
  byPortal,
  paymentsRef,
  promotion,
  promotionIn,
} from '../__testUtils__/promotions';
import { passTime, useRecordedTime } from '../__testUtils__/renderCard';
import { translationIn } from '../__testUtils__/translate';
import { PromotionsContent } from './PromotionsContent';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

function show(
  answer: () => Promise<Promotion[]>,
  options: {
    address?: string;
    language?: 'en' | 'de';
    /** Promotions that are not in the list */
    others?: Promotion[];
    environments?: Environment[];
  } = {},
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    promotionsAnswer: answer,
    otherPromotions: async () => options.others ?? [],
    environments: async () => options.environments ?? [],
  });
  renderInTestApp(<PromotionsContent entityRef={paymentsRef} />, {
    apis: [translationIn(options.language ?? 'en'), [gitopsApiRef, gitops]],
    initialRouteEntries: [options.address ?? '/'],
  });
  return gitops;
}

describe('PromotionsContent', () => {
  useRecordedTime();

  it('says who moved what, why, when, how long it took and how it ended', async () => {
    show(async () => [promotionIn.succeeded]);
    const [header, row] = within(
      await screen.findByRole('table', { name: 'Promotions' }),
    ).getAllByRole('row');
    expect(header).toHaveTextContent(
      'VersionEnvironmentResultRequestedDurationRequested byReason',
    );
    expect(row).toHaveTextContent(
      '1.8.2 → 1.9.0productionSucceeded35 min ago34 minAna KovačFixes double charges (INC-2291).',
    );
  });

  it('says in the language of the reader that the portal requested it, and why', async () => {
    show(async () => [{ ...promotionIn.succeeded, ...byPortal }], {
      language: 'de',
    });
    const [, row] = await screen.findAllByRole('row');
    expect(row).toHaveTextContent(
      /Automatische PromotionAutomatisch angefordert: Die Gates von Production lassen 1.9.0 zu; in Staging ist diese Version gesund.$/,
    );
  });

  it('lists those to one environment, which the address keeps', async () => {
    const gitops = show(async () => [], {
      address: '/?to=production',
      environments: [
        {
          name: 'production',
          title: 'Production Europe',
          order: 0,
          from: [],
          promotion: null,
        },
      ],
    });
    expect(await screen.findByText('No promotions match')).toBeInTheDocument();
    expect(gitops.listed).toEqual([{ service: paymentsRef, to: 'production' }]);
    await user.click(screen.getByRole('button', { name: /Production Europe/ }));
    await user.click(
      await screen.findByRole('option', { name: 'All environments' }),
    );
    expect(await screen.findByText('No promotions yet')).toBeInTheDocument();
    expect(gitops.listed.at(-1)).toEqual({ service: paymentsRef });
  });

  it('calls environments by their titles, and says how long one has been under way', async () => {
    show(async () => [promotionIn.deploying], {
      environments: [
        {
          name: 'production',
          title: 'Production Europe',
          order: 0,
          from: [],
          promotion: null,
        },
      ],
    });
    expect(
      await screen.findByRole('button', {
        name: '1.8.2 → 1.9.0 to Production Europe, Deploying',
      }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('row')[1]).toHaveTextContent('34 min so far');
  });

  it('says that there may be more than are shown', async () => {
    show(async () =>
      [...Array(50).keys()].map(n => promotion({ id: `p${n}` })),
    );
    expect(
      await screen.findByText('The newest 50 are shown.'),
    ).toBeInTheDocument();
  });

  it('opens the details of a row below it, by keyboard, and closes them', async () => {
    show(async () => [
      promotionIn.deploying,
      { ...promotionIn.failed, id: 'p0' },
    ]);
    const toggle = await screen.findByRole('button', {
      name: '1.8.2 → 1.9.0 to production, Failed',
    });
    toggle.focus();
    await user.keyboard('{Enter}');
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    expect(
      await screen.findByText(promotionIn.failed.sentence),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(
        screen.getByRole('heading', {
          name: 'payments 1.8.2 → 1.9.0 in production',
        }),
      ).toHaveFocus(),
    );
    await user.click(screen.getByRole('button', { name: 'Hide details' }));
    expect(screen.queryByText(promotionIn.failed.sentence)).toBeNull();
    expect(toggle).toHaveFocus();
  });

  it('opens the promotion that the address of the page names', async () => {
    show(
      async () => [promotionIn.deploying, { ...promotionIn.failed, id: 'p0' }],
      { address: '/?promotion=p0' },
    );
    expect(
      await screen.findByRole('button', {
        name: '1.8.2 → 1.9.0 to production, Failed',
        expanded: true,
      }),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(promotionIn.failed.sentence),
    ).toBeInTheDocument();
  });

  it('shows the promotion that the address names above the list that does not have it', async () => {
    const old = { ...promotionIn.failed, id: 'p0' };
    show(async () => [promotionIn.deploying], {
      address: '/?promotion=p0',
      others: [old],
    });
    expect(await screen.findByText(old.sentence)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^1\.8\.2 → / })).toHaveAttribute(
      'aria-expanded',
      'false',
    );
  });

  it('shows the list where there is no promotion that the address names, and says so', async () => {
    show(async () => [promotionIn.succeeded], { address: '/?promotion=gone' });
    expect(
      await screen.findByRole('button', { name: /^1\.8\.2 → / }),
    ).toHaveAttribute('aria-expanded', 'false');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "This promotion can't be loadedThe GitOps backend returned an error (404): There is no promotion gone.",
    );
    await user.click(screen.getByRole('button', { name: 'Hide details' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('goes on with the promotion that was asked for again, before it is in the list and after', async () => {
    const again = promotion({ id: 'p2' });
    const gitops = show(async () => [promotionIn.closed]);
    await user.click(
      await screen.findByRole('button', { name: /^1\.8\.2 → / }),
    );
    gitops.doneAnswer = async () => again;
    await user.click(
      await screen.findByRole('button', { name: 'Promote again' }),
    );
    expect(await screen.findByText(again.sentence)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^1\.8\.2 → / })).toHaveAttribute(
      'aria-expanded',
      'false',
    );

    gitops.promotionsAnswer = async () => [again, promotionIn.closed];
    await passTime(10_500);
    expect(
      await screen.findByRole('button', {
        name: '1.8.2 → 1.9.0 to production, Waiting for review',
        expanded: true,
      }),
    ).toBeInTheDocument();
    expect(await screen.findAllByText(again.sentence)).toHaveLength(1);
  });

  it('keeps itself up to date, and tells a change once', async () => {
    const gitops = show(async () => [promotionIn.merged]);
    await screen.findByText('Merged');
    gitops.promotionsAnswer = async () => [promotionIn.succeeded];
    await passTime(10_500);
    expect(screen.getByText('Succeeded')).toBeInTheDocument();
    await passTime(10);
    expect(screen.getAllByText('1.9.0 to production: Succeeded.')).toHaveLength(
      1,
    );
  });

  it('shows its shape while loading', async () => {
    show(() => new Promise(() => {}));
    expect(screen.getByRole('status')).toHaveTextContent('Loading promotions');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says where promotions start where there are none', async () => {
    show(async () => []);
    expect(await screen.findByText('No promotions yet')).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says what failed and tries again when told to', async () => {
    const gitops = show(async () => {
      throw answered(503, 'its database does not accept connections');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "Promotions can't be loadedThe GitOps backend returned an error (503): its database does not accept connections.",
    );
    gitops.promotionsAnswer = async () => [promotionIn.succeeded];
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Succeeded')).toBeInTheDocument();
  });

  it.each([
    [
      'en',
      "You can't see promotions of this service (gitops.promotion.read)",
      'Retry',
    ],
    [
      'de',
      'Du darfst die Promotions dieses Service nicht sehen (gitops.promotion.read)',
      'Erneut versuchen',
    ],
  ] as const)(
    'names the permission to those who may not see promotions, and does not ask again by itself (%s)',
    async (language, sentence, retry) => {
      let requests = 0;
      show(
        async () => {
          requests += 1;
          throw answered(403, 'You may not see promotions of payments');
        },
        { language },
      );
      expect((await screen.findByRole('alert')).textContent).toBe(sentence);
      await passTime(120_000);
      expect(requests).toBe(1);
      expect(screen.getByRole('button', { name: retry })).toBeEnabled();
      expect(screen.queryByText(/\d+ s/)).toBeNull();
    },
  );

  it('clips a long reason in its row and never takes it for anything but text', async () => {
    show(async () => [
      promotion({ reason: `<b>bold</b> ${'r'.repeat(1_990)}` }),
    ]);
    const cell = await screen.findByText(/^<b>bold<\/b>/);
    expect(cell.textContent).toHaveLength(200);
    expect(cell.querySelector('b')).toBeNull();
  });
});
