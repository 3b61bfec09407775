import { useApiHolder } from '@backstage/frontend-plugin-api';
import { serviceNameProblem } from 'backstage-plugin-gitops-common';
import { useEffect, useState } from 'react';
import { judgeName, NameProblem, NameVerdict } from './judgeName';

/** The portal is asked once nobody has typed for so long */
const pauseMs = 400;

export type NameJudgement =
  | { status: 'empty' | 'checking' | 'free' | 'unknown' }
  | { status: 'refused'; problem: NameProblem };

/** What is to be said of a name while it is typed. */
export function useNameJudgement(
  name: string,
  namespace: string | undefined,
): NameJudgement {
  const apis = useApiHolder();
  const [judged, setJudged] = useState<NameVerdict & { name: string }>();

  useEffect(() => {
    let isOver = false;
    const judge = async () => {
      const verdict = await judgeName(name, apis, namespace);
      if (!isOver) setJudged({ name, ...verdict });
    };
    const timer = name === '' ? undefined : setTimeout(judge, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [apis, name, namespace]);

  if (name === '') return { status: 'empty' };
  const verdict = judged?.name === name ? judged : undefined;
  const problem = verdict?.problem ?? serviceNameProblem(name, []);
  if (problem) return { status: 'refused', problem };
  if (!verdict) return { status: 'checking' };
  return { status: verdict.isAsked ? 'free' : 'unknown' };
}
