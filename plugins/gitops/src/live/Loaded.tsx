import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { ReactNode } from 'react';
import { LoadFailure } from '../live/LoadFailure';
import { Refreshable } from '../live/useLive';
import styles from './Panel.module.css';

const widths = ['60%', '100%', '80%'];

/** What a part has loaded, or that it loads, or why it can't. Other parts load by themselves. */
export function LoadedPart<T>(props: {
  live: Refreshable<T>;
  loading: string;
  errorTitle: string;
  children: (data: T) => ReactNode;
}) {
  const { live } = props;
  return (
    <>
      {live.status === 'loading' && (
        <>
          <VisuallyHidden role="status">{props.loading}</VisuallyHidden>
          <div aria-hidden className={styles.skeleton}>
            {widths.map(width => (
              <Skeleton key={width} width={width} height={18} />
            ))}
          </div>
        </>
      )}
      {live.status !== 'loading' && live.failure && (
        <LoadFailure
          title={props.errorTitle}
          failure={live.failure}
          onRetry={live.refresh}
        />
      )}
      {live.status === 'data' && props.children(live.data)}
    </>
  );
}
