import { people } from '../people';
import type { PullRequest } from '../pulls/PullRequest';
import { html, type Html, type Part } from './html';
import { pathOf } from './layout';
import type { RepositoryPageCall } from './PageRoute';

/**
 * One form for all that can be done with a pull request: it says first as whom, which stands for
 * signing in.
 */
export function pullForm(
  { repository, visitor }: RepositoryPageCall,
  pull: PullRequest,
  fields: Part,
): Html {
  const names = people.map(
    ({ login, canPush }) =>
      [login, canPush ? login : `${login} (may only read)`] as const,
  );
  const signedIn = choice({
    legend: 'Signed in as (a simulation: choose anyone, there is no password)',
    name: 'reviewer',
    values: names,
    chosen: visitor.login,
  });
  return html`<form
    class="body actions"
    method="post"
    action="${pathOf(repository)}/pulls/${pull.number}/comment"
  >
    <input type="hidden" name="_csrf" value="${visitor.formToken}" />
    <input type="hidden" name="head" value="${pull.headSha}" />
    ${signedIn} ${fields}
  </form>`;
}

/** A button of the form by what it does: the last part of a path. */
export function pullButton(
  { repository }: RepositoryPageCall,
  pull: PullRequest,
  button: { does: string; title: string; isPrimary?: boolean },
): Html {
  const path = `${pathOf(repository)}/pulls/${pull.number}/${button.does}`;
  return html`<button
    formaction="${path}"
    ${button.isPrimary && html`class="primary"`}
  >
    ${button.title}
  </button>`;
}

export function choice({
  legend,
  name,
  values,
  chosen,
}: {
  legend: string;
  name: string;
  values: ReadonlyArray<readonly [value: string, title: string]>;
  chosen: string;
}): Html {
  const options = values.map(
    ([value, title]) => html`<label>
      <input
        type="radio"
        name="${name}"
        value="${value}"
        ${value === chosen && html`checked`}
      />
      ${title}
    </label>`,
  );
  return html`<fieldset>
    <legend>${legend}</legend>
    ${options}
  </fieldset>`;
}
