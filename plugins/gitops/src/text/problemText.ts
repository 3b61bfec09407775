import {
  InstanceProblem,
  problemSentence,
} from 'backstage-plugin-gitops-common';
import { Translate } from '../translations/useGitopsTranslation';
import { asSentence, displayText } from './displayText';

/** Why an Argo CD instance, or a part of what it holds, can't be read. */
export function problemText(problem: InstanceProblem, t: Translate): string {
  const sentence = problemSentence(problem, t('language'));
  return asSentence(displayText(sentence, { maxLength: 600 }));
}
