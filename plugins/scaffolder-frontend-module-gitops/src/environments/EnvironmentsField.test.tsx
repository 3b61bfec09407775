import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { environments } from '../__testUtils__/environments';
import { renderField } from '../__testUtils__/renderField';
import { EnvironmentsField } from './EnvironmentsField';

const user = userEvent.setup();
const allNames = environments.map(({ name }) => name);

type Answer = () => Promise<Response>;
const answers = (items: unknown) => async () => Response.json({ items });
const show = (
  answer: Answer,
  options: { props?: Record<string, unknown>; value?: unknown } = {},
) => {
  const asked: string[] = [];
  const field = renderField(EnvironmentsField, {
    ...options,
    fetch: async input => {
      asked.push(String(input));
      return answer();
    },
  });
  return { ...field, asked };
};
const loaded = () => screen.findByRole('checkbox', { name: 'dev' });
const boxes = () =>
  screen.getAllByRole<HTMLInputElement>('checkbox').map(box => ({
    name: box.labels?.[0].textContent,
    isChecked: box.checked,
  }));

describe('EnvironmentsField', () => {
  it('shows its shape while the environments are being read', async () => {
    show(() => new Promise(() => {}));
    expect(await screen.findByRole('status')).toHaveTextContent(
      'Loading environments',
    );
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('lists the environments of the portal in the order of promotion, all chosen', async () => {
    const { value, asked } = show(answers([...environments].reverse()));
    await loaded();
    expect(boxes()).toEqual([
      { name: 'dev', isChecked: true },
      { name: 'Staging', isChecked: true },
      { name: 'Production', isChecked: true },
      { name: 'Production US', isChecked: true },
    ]);
    expect(value()).toEqual(allNames);
    expect(asked).toEqual(['plugin://gitops/v1/environments']);
  });

  it('says how a version arrives in each', async () => {
    show(answers(environments));
    await loaded();
    for (const [name, arrival] of [
      ['dev', 'automatically, by Argo CD Image Updater'],
      ['Staging', 'by the promotion workflow'],
      ['Production', 'by reviewed pull request'],
      ['Production US', 'by reviewed pull request'],
    ])
      expect(
        screen.getByRole('checkbox', { name }),
      ).toHaveAccessibleDescription(arrival);
  });

  it('preselects what the template says, and writes it once', async () => {
    const { written } = show(answers(environments), {
      props: { uiSchema: { 'ui:options': { preselect: ['staging', 'dev'] } } },
      // What a form fills a list with that is not set
      value: [],
    });
    await loaded();
    await user.click(screen.getByRole('checkbox', { name: 'dev' }));
    await user.click(screen.getByRole('checkbox', { name: 'Staging' }));
    expect(written).toEqual([['dev', 'staging'], ['staging'], []]);
  });

  it('leaves alone what is set, but for the order', async () => {
    const { written } = show(answers(environments), {
      value: ['dev', 'production'],
    });
    await loaded();
    expect(written).toEqual([]);
    await user.click(screen.getByRole('checkbox', { name: 'Staging' }));
    expect(written).toEqual([['dev', 'staging', 'production']]);
  });

  it('shows a set name that is not configured, until it is unticked', async () => {
    const { value } = show(answers(environments), { value: ['dev', 'qa'] });
    const box = await screen.findByRole('checkbox', { name: 'qa' });
    expect(box).toBeChecked();
    expect(box).toHaveAccessibleDescription('not configured in this portal');
    await user.click(box);
    expect(value()).toEqual(['dev']);
    expect(screen.queryByRole('checkbox', { name: 'qa' })).toBeNull();
  });

  it('is worked by keyboard', async () => {
    const { value } = show(answers(environments), { value: ['staging'] });
    await loaded();
    await user.tab();
    expect(screen.getByRole('checkbox', { name: 'dev' })).toHaveFocus();
    await user.keyboard(' ');
    await user.tab();
    await user.keyboard(' ');
    expect(value()).toEqual(['dev']);
  });

  it('says that one is needed as soon as none is chosen, tied to the boxes', async () => {
    show(answers(environments), {
      value: ['dev'],
      props: { required: true },
    });
    const box = await screen.findByRole('checkbox', { name: 'dev' });
    await user.click(box);
    expect(box).toBeInvalid();
    expect(box).toHaveAccessibleDescription(
      'automatically, by Argo CD Image Updater Choose at least one environment.',
    );
  });

  it('lets none be chosen where the template says so', async () => {
    const { value } = show(answers(environments), {
      value: ['dev'],
      props: { schema: { minItems: 0, title: 'Where to' } },
    });
    const box = await loaded();
    expect(screen.getByRole('group', { name: 'Where to' })).toContainElement(
      box,
    );
    await user.click(box);
    expect(value()).toEqual([]);
    expect(screen.queryByText('Choose at least one environment.')).toBeNull();
  });

  it('keeps what was chosen when it is rendered with other props', async () => {
    const { value, setProps } = show(answers(environments), {
      value: ['dev'],
    });
    await user.click(await screen.findByRole('checkbox', { name: 'Staging' }));
    setProps({ uiSchema: { 'ui:options': { preselect: ['production'] } } });
    expect(screen.getByRole('checkbox', { name: 'Staging' })).toBeChecked();
    expect(value()).toEqual(['dev', 'staging']);
  });

  it('can be looked at only, where the form is fixed', async () => {
    show(answers(environments), { props: { disabled: true } });
    expect(await screen.findByRole('checkbox', { name: 'dev' })).toBeDisabled();
  });

  it('says what to configure where there are none', async () => {
    const { written } = show(answers([]));
    expect(
      await screen.findByText('No environment is configured'),
    ).toBeInTheDocument();
    expect(screen.getByText('gitops.environments')).toBeInTheDocument();
    expect(written).toEqual([]);
  });

  it('says what failed in the words of the backend, and tries again when told to', async () => {
    let answer: Answer = async () =>
      Response.json(
        {
          error: { name: 'ServiceUnavailableError', message: 'Starting up' },
          request: { method: 'GET', url: '/v1/environments' },
          response: { statusCode: 503 },
        },
        { status: 503 },
      );
    const { value } = show(() => answer());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "Environments can't be loadedThe GitOps backend returned an error (503): Starting up",
    );
    answer = answers(environments);
    const retry = screen.getByRole('button', { name: 'Retry' });
    act(() => retry.focus());
    await user.keyboard('{Enter}');
    await screen.findByRole('checkbox', { name: 'dev' });
    expect(value()).toEqual(allNames);
  });

  it('says when the backend does not answer at all', async () => {
    show(async () => {
      throw new TypeError('Failed to fetch');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "The portal's backend can't be reached.",
    );
  });

  it('gives up on a silent backend in time', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    try {
      show(() => new Promise(() => {}));
      await screen.findByRole('status');
      await act(() => jest.advanceTimersByTimeAsync(10_000));
      expect(await screen.findByRole('alert')).toHaveTextContent(
        "The portal's backend didn't answer within 10 s.",
      );
    } finally {
      jest.useRealTimers();
    }
  });
});
