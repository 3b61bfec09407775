import { sentenceMaker } from '../reasons';
import type { Cause, CauseParams } from './Cause';
import { english } from './english';
import { german } from './german';

/**
 * One cause as a sentence.
 *
 * @public
 */
export const sentenceOf = sentenceMaker<CauseParams>({
  en: english,
  de: german,
});

/**
 * Why a deployment is in its state, followed by the remarks, as one text; null if there is nothing
 * to explain.
 *
 * @public
 */
export function reasonOf(
  {
    cause,
    remarks,
    applications = [],
  }: {
    cause: Cause | null;
    remarks: readonly Cause[];
    /** Of an environment: the worst first. Where there are several, its name is said */
    applications?: readonly { namespace: string; name: string }[];
  },
  language?: string,
): string | null {
  const text = [...(cause ? [cause] : []), ...remarks]
    .map(one => sentenceOf(one, language))
    .join(' ');
  if (!text) return null;
  return applications.length > 1 ? `${nameAmong(applications)}: ${text}` : text;
}

/** The first one's name, with its namespace where another has the same name. */
function nameAmong([first, ...others]: readonly {
  namespace: string;
  name: string;
}[]): string {
  return others.some(({ name }) => name === first.name)
    ? `${first.namespace}/${first.name}`
    : first.name;
}
