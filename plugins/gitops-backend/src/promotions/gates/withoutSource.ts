import type {
  GateAnswer,
  GateReason,
  GateReasonCode,
} from 'backstage-plugin-gitops-common';
import { answerOf } from './gates';

/** Reasons with words of others in them, which may tell of the source. */
const inWordsOfOthers: GateReasonCode[] = [
  'ownWords',
  'gateFailed',
  'secretsUnreadable',
];

const hidden: GateReason = { code: 'hidden', params: {} };

/** Whether a reason tells of the source, or may do so. */
export function tellsOfSource({
  code,
  params,
}: {
  readonly code: GateReasonCode;
  readonly params: object;
}): boolean {
  return 'source' in params || inWordsOfOthers.includes(code);
}

/**
 * What gates answer, for somebody who may see the target but not the source. They learn that a gate
 * blocks, not why.
 */
export function withoutSource(answers: readonly GateAnswer[]): GateAnswer[] {
  return answers.map(answer =>
    tellsOfSource(answer)
      ? answerOf(answer.gate, { ...answer, ...hidden })
      : answer,
  );
}
