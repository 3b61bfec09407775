import { Alert } from '@backstage/ui';
import {
  AnnotationProblem,
  annotationSentence,
} from 'backstage-plugin-gitops-common';
import { displayName, displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** Says which annotations of the entity can't be used, and why. */
export function AnnotationProblems({
  problems,
}: {
  problems: AnnotationProblem[];
}) {
  const t = useGitopsTranslation();
  return (
    <>
      {problems.map(problem => {
        const { annotation, message } = problem;
        const sentence = annotationSentence(problem, t('language'));
        return (
          <Alert
            key={`${annotation} ${message}`}
            role="alert"
            icon
            status="warning"
            title={t('problem.title', { annotation: displayName(annotation) })}
            description={displayText(sentence, { maxLength: 600 })}
          />
        );
      })}
    </>
  );
}
