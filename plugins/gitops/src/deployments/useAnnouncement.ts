import { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { useEffect, useRef, useState } from 'react';
import { Translate } from '../translations/useGitopsTranslation';
import { environmentTitle, stateWord, versionText } from './wording';

const pauseMs = 5_000;

/**
 * What a live region says: the changes of state since the last time, in one text at most every five seconds. What was there at first is not a change, and what changed back
 * meanwhile is not told.
 */
export function useAnnouncement(
  environments: EnvironmentDeployment[] | null,
  t: Translate,
): string {
  const [announcement, setAnnouncement] = useState('');
  const told = useRef<EnvironmentDeployment[] | null>(null);
  const lastToldAt = useRef(-Infinity);

  useEffect(() => {
    if (environments === null) return undefined;
    if (told.current === null) {
      told.current = environments;
      return undefined;
    }
    const tell = () => {
      const text = changesBetween(told.current ?? [], environments, t);
      told.current = environments;
      if (!text) return;
      lastToldAt.current = Date.now();
      setAnnouncement(text);
    };
    const timer = setTimeout(
      tell,
      Math.max(0, lastToldAt.current + pauseMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [environments, t]);

  return announcement;
}

export function changesBetween(
  before: EnvironmentDeployment[],
  after: EnvironmentDeployment[],
  t: Translate,
): string {
  const old = new Map(
    before.map(deployment => [deployment.environment, deployment]),
  );
  const sentences = after
    .filter(deployment =>
      isChanged(old.get(deployment.environment), deployment),
    )
    .map(deployment =>
      t('change.versioned', {
        environment: environmentTitle(deployment, t),
        state: stateWord(deployment, t),
        version: versionText(deployment, t),
      }),
    );
  const present = new Set(after.map(({ environment }) => environment));
  const gone = before
    .filter(({ environment }) => !present.has(environment))
    .map(deployment =>
      t('change.gone', { environment: environmentTitle(deployment, t) }),
    );
  return [...sentences, ...gone].join(' ');
}

function isChanged(
  before: EnvironmentDeployment | undefined,
  after: EnvironmentDeployment,
): boolean {
  if (!before) return true;
  return (
    before.state !== after.state ||
    before.running !== after.running ||
    (before.staleSince === null) !== (after.staleSince === null)
  );
}
