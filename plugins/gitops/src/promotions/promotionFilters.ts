import {
  PromotionFilter,
  PromotionState,
} from 'backstage-plugin-gitops-common';

/** The states that a reader chooses from, each by what the address has. */
export const stateChoices = {
  underWay: ['requested', 'pullRequestOpen', 'merged', 'deploying'],
  waiting: ['pullRequestOpen'],
  deploying: ['merged', 'deploying'],
  failed: ['failed'],
  all: null,
} as const satisfies Record<string, readonly PromotionState[] | null>;

export type StateChoice = keyof typeof stateChoices;

/** What goes on is what most readers come for. */
export function stateChoiceOf(parameter: string | null): StateChoice {
  return parameter !== null && parameter in stateChoices
    ? (parameter as StateChoice)
    : 'underWay';
}

/** Whether it is what the page shows before a reader chooses anything. */
export function isOfAllUnderWay({ q, to, state }: PromotionFilter): boolean {
  return !q && !to && state === stateChoices.underWay.join();
}
