import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './Loaded.module.css';
import { LoadFailure } from './LoadFailure';
import { Refreshable } from './useLive';

const widths = ['60%', '100%', '80%'];

/** What a part of a page has loaded, its skeleton while it loads, or why it failed. */
export function Loaded<T>(props: {
  live: Refreshable<T>;
  loading: string;
  /** Height of the skeleton; a few lines by default */
  height?: number;
  errorTitle: string;
  /** The title for readers without the permission */
  forbidden?: string;
  children: (data: T) => ReactNode;
}) {
  const { live, height } = props;
  return (
    <>
      {live.status === 'loading' && (
        <>
          <VisuallyHidden role="status">{props.loading}</VisuallyHidden>
          {height === undefined ? (
            <div aria-hidden className={styles.lines}>
              {widths.map(width => (
                <Skeleton key={width} width={width} height={18} />
              ))}
            </div>
          ) : (
            <Skeleton aria-hidden width="100%" height={height} />
          )}
        </>
      )}
      {live.status !== 'loading' && live.failure && (
        <LoadFailure
          title={props.errorTitle}
          forbidden={props.forbidden}
          failure={live.failure}
          onRetry={live.refresh}
        />
      )}
      {live.status === 'data' && props.children(live.data)}
    </>
  );
}
