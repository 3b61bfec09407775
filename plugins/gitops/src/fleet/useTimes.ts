import { useMemo } from 'react';
import { clockTime, roughText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** Times of cells as texts. Formatting is slow, and cells of one instance have the same time. */
export function useTimes(now: number) {
  const t = useGitopsTranslation();
  const day = new Date(now).toDateString();
  const asOf = useMemo(() => {
    const texts = new Map<string, string>();
    return (staleSince: string) => {
      const known = texts.get(staleSince);
      if (known) return known;
      const time = clockTime(staleSince, Date.parse(day), t);
      const text = t('fleet.asOf', { time });
      texts.set(staleSince, text);
      return text;
    };
  }, [t, day]);
  const ageOf = (since: string | undefined) => {
    const ms = since === undefined ? NaN : now - Date.parse(since);
    return Number.isNaN(ms) ? '' : roughText(ms, t);
  };
  return { asOf, ageOf };
}
