import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { FailureText } from './FailureText';
import { TimeoutError } from './withTimeout';

const notJson = new SyntaxError('Unexpected token < in JSON at position 0');

describe('FailureText', () => {
  it.each([
    [
      new TypeError('Failed to fetch'),
      "The portal's backend can't be reached.",
    ],
    [new TimeoutError(30), "The portal's backend didn't answer within 30 s."],
    [
      notJson,
      "The portal's backend, or a proxy in front of it, returned something that isn't JSON.",
    ],
  ])(
    'says of %s what it means, with its own words in the tooltip',
    async (error, sentence) => {
      renderInTestApp(<FailureText error={error} />, {
        apis: [mockApis.translation()],
      });
      expect(await screen.findByText(sentence)).toHaveAttribute(
        'title',
        error.message,
      );
    },
  );

  it("says an error that the backend answered in the backend's own words", async () => {
    const error = Object.assign(new Error('Request failed with 503'), {
      statusCode: 503,
      cause: new Error('the database is starting'),
    });
    renderInTestApp(<FailureText error={error} />, {
      apis: [mockApis.translation()],
    });
    expect(
      await screen.findByText(
        'The GitOps backend returned an error (503): the database is starting.',
      ),
    ).toBeInTheDocument();
  });
});
