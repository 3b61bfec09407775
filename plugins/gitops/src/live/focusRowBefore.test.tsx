import { render, screen } from '@testing-library/react';
import { ReactNode } from 'react';
import { focusRowBefore } from './focusRowBefore';

function focusedBefore(page: ReactNode): string | null | undefined {
  render(<main>{page}</main>);
  const button = screen.getByRole('button');
  button.focus();
  focusRowBefore(button);
  return document.activeElement?.textContent;
}

describe('focusRowBefore', () => {
  it('moves the focus to the row above the row of the button', () =>
    expect(
      focusedBefore(
        <table>
          <tbody>
            <tr>
              <td>first</td>
            </tr>
            <tr>
              <td>second</td>
            </tr>
            <tr>
              <td>
                <button>more</button>
              </td>
            </tr>
          </tbody>
        </table>,
      ),
    ).toBe('second'));

  it('moves the focus to the last item of the list above the button', () =>
    expect(
      focusedBefore(
        <>
          <ul>
            <li>first</li>
            <li>second</li>
          </ul>
          <button>more</button>
        </>,
      ),
    ).toBe('second'));

  it('leaves the focus where nothing is above the button', () =>
    expect(focusedBefore(<button>more</button>)).toBe('more'));
});
