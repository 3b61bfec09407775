import { fullTime } from './duration';
import { agoText } from './wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** How long ago something was, with the exact time in the tooltip. */
export function Ago({ time, now }: { time: string; now: number }) {
  const t = useGitopsTranslation();
  return (
    <time dateTime={time} title={fullTime(time)}>
      {agoText(time, now, t)}
    </time>
  );
}
