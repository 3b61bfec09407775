import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { WorkflowPlan } from 'backstage-plugin-gitops-common';
import { answered } from '../__testUtils__/FakeGitops';
import {
  frozen,
  paymentsRef,
  promotable,
  transition,
} from '../__testUtils__/promotions';
import { renderCard, useRecordedTime } from '../__testUtils__/renderCard';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

const free: WorkflowPlan = {
  id: 'workflow',
  to: 'production',
  gates: [],
  canOverride: true,
};
const blocked: WorkflowPlan = {
  ...free,
  id: 'workflow.6f0b',
  gates: frozen.gates.filter(({ gate }) => gate === 'freeze'),
};
const run = { service: paymentsRef, to: 'production', version: '1.9.0' };

/** Opens the dialog of the workflow that moves versions to production. */
async function open(planned: () => Promise<WorkflowPlan>) {
  const { gitops } = renderCard(promotable, {
    backend: {
      transitionsAnswer: async () => [
        transition({ mode: 'workflow', state: 'waiting' }),
      ],
      workflowPlanAnswer: planned,
    },
  });
  await user.click(
    await screen.findByRole('button', { name: /^Run workflow/ }),
  );
  const dialog = await screen.findByRole('dialog', {
    name: 'Run the promotion workflow for production',
  });
  return { gitops, dialog };
}

describe('RunWorkflowDialog', () => {
  useRecordedTime();

  it('asks those who may override a freeze for a reason, and sends what they saw', async () => {
    const { dialog, gitops } = await open(async () => blocked);
    expect(
      await within(dialog).findByText(
        'You may override Freeze. Your name and reason are recorded.',
      ),
    ).toBeInTheDocument();
    const start = within(dialog).getByRole('button', {
      name: 'Override and run workflow for 1.9.0',
    });
    expect(start).toHaveAccessibleDescription(/^Freeze: blocking/);
    await user.click(start);
    const reason = within(dialog).getByRole('textbox', { name: /Reason/ });
    expect(reason).toHaveFocus();
    expect(reason).toHaveAccessibleDescription(
      /Goes into the audit log\. Enter a reason/,
    );
    expect(gitops.asked).toEqual([]);

    await user.type(reason, ' 1.9 has the fix ');
    await user.click(start);
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(gitops.asked).toEqual([
      {
        run: {
          ...run,
          plan: 'workflow.6f0b',
          override: ['freeze'],
          reason: '1.9 has the fix',
        },
      },
    ]);
  });

  it('lets nobody start it who may not override the freeze, and names the permission', async () => {
    const { dialog } = await open(async () => ({
      ...blocked,
      canOverride: false,
    }));
    expect(
      await within(dialog).findByText(
        'Overriding Freeze needs the permission gitops.promotion.override in production, which you do not have.',
      ),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent(
      "The workflow can't be started while this blocks.",
    );
    expect(
      within(dialog).queryByRole('button', { name: /orkflow/ }),
    ).toBeNull();
    expect(
      within(dialog).queryByRole('textbox', { name: /Reason/ }),
    ).toBeNull();
  });

  it('shows a freeze that was made while the dialog was open, and offers to override it', async () => {
    let planned = free;
    const { dialog, gitops } = await open(async () => planned);
    const start = await within(dialog).findByRole('button', {
      name: 'Run workflow for 1.9.0',
    });
    gitops.doneAnswer = async () => {
      throw answered(409, 'Production is frozen.');
    };
    planned = blocked;
    await user.click(start);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Production is frozen.',
    );
    expect(
      await within(dialog).findByRole('button', {
        name: 'Override and run workflow for 1.9.0',
      }),
    ).toBeEnabled();
  });

  it('starts nothing while it is not known whether a gate blocks', async () => {
    const { dialog } = await open(async () => {
      throw answered(503, 'The database is down');
    });
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      "It can't be determined whether a gate blocks the workflow",
    );
    expect(
      within(dialog).getByRole('button', { name: 'Run workflow for 1.9.0' }),
    ).toBeDisabled();
  });
});
