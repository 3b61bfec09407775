import { Fleet } from 'backstage-plugin-gitops-common';
import { RiErrorWarningFill, RiInformationLine } from '@remixicon/react';
import { Line } from '../parts/Line';
import tones from '../status/tones.module.css';
import { displayName } from '../text/displayText';
import { clockTime } from '../text/formats';
import { problemText } from '../text/problemText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** What the reader has to know of all that is shown: which instances are silent, what is hidden. */
export function FleetNotes({ fleet }: { fleet: Fleet }) {
  const t = useGitopsTranslation();
  return (
    <div role="status">
      {fleet.instances.map(
        ({ name, staleSince, problem }) =>
          staleSince !== null && (
            <Line
              key={name}
              icon={
                <RiErrorWarningFill
                  aria-hidden
                  size={16}
                  className={tones.warning}
                />
              }
            >
              {t('fleet.notLive', {
                instance: displayName(name),
                time: clockTime(staleSince, Date.now(), t),
              })}{' '}
              {problem && problemText(problem, t)}
            </Line>
          ),
      )}
      {fleet.isRestricted && (
        <Line
          icon={
            <RiInformationLine aria-hidden size={16} className={tones.muted} />
          }
        >
          {t('fleet.restricted')}
        </Line>
      )}
    </div>
  );
}
