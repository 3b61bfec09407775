import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { clippedTexts } from '../__testUtils__/clippedTexts';
import { translationIn } from '../__testUtils__/translate';
import { Reason } from './Reason';

const long = `Deployment payments failed. ${'x'.repeat(800)} The end.`;

function show(reason: string) {
  renderInTestApp(<Reason reason={reason} />, { apis: [translationIn('en')] });
}

describe('Reason', () => {
  afterEach(() => jest.restoreAllMocks());

  it('offers no more where the text fits its lines, however long it is', async () => {
    clippedTexts(false);
    show(long);
    expect(await screen.findByText(long)).toBeInTheDocument();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('offers all of a text that is cut, and hides it again', async () => {
    clippedTexts(true);
    show('Short, but in a narrow column');
    const more = await screen.findByRole('button', { name: 'Show all' });
    expect(more).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(more);
    expect(screen.getByRole('region', { name: 'Reason' })).toHaveTextContent(
      'Short, but in a narrow column',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Show less' }));
    expect(screen.queryByRole('region', { name: 'Reason' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Show all' })).toBeVisible();
  });

  it('shows what is pages long on request only, wherever its lines end', async () => {
    clippedTexts(false);
    show('x'.repeat(10_000));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show all' }),
    );
    expect(screen.getByRole('region', { name: 'Reason' })).toHaveTextContent(
      'x'.repeat(10_000),
    );
  });

  it('has all of the text for screen readers while it is cut', async () => {
    clippedTexts(true);
    show(long);
    expect(await screen.findByText(long)).toBeInTheDocument();
  });
});
