import { Button } from '@backstage/ui';
import {
  Component,
  ComponentType,
  ReactNode,
  useCallback,
  useEffect,
  useState,
} from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './lazily.module.css';

class Boundary extends Component<
  { children: ReactNode },
  { isBroken: boolean }
> {
  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  readonly state = { isBroken: false };

  render() {
    return this.state.isBroken ? <MissingPart /> : this.props.children;
  }
}

/**
 * A part of a page that is loaded when it is first shown, with `fallback` in its place until then.
 * Where it can't be loaded or drawn, that is said in its place, and the rest of the page stays: a
 * release of the portal takes the files away that open pages would load next.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & { fallback?: ReactNode }> {
  let Part: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  // A failure is not kept: the next attempt loads again
  const attempt = () => {
    loading ??= load()
      .then(part => {
        Part = part;
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };

  return function Lazy({ fallback = null, ...props }) {
    const [isFailed, setIsFailed] = useState(false);
    const [, setIsLoaded] = useState(Part !== undefined);
    const tryToLoad = useCallback(() => {
      setIsFailed(false);
      attempt().then(
        () => setIsLoaded(true),
        () => setIsFailed(true),
      );
    }, []);
    useEffect(() => {
      if (!Part) tryToLoad();
    }, [tryToLoad]);
    if (isFailed) return <MissingPart onRetry={tryToLoad} />;
    if (!Part) return <>{fallback}</>;
    return (
      <Boundary>
        <Part {...(props as unknown as Props)} />
      </Boundary>
    );
  };
}

/** @param onRetry - undefined where it was loaded, and fails nevertheless */
function MissingPart({ onRetry }: { onRetry?: () => void }) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.missing}>
      <span role="alert">
        {onRetry ? t('part.notLoaded') : t('part.broken')}
      </span>
      {onRetry && (
        <Button variant="secondary" size="small" onPress={onRetry}>
          {t('error.retry')}
        </Button>
      )}
      <Button
        variant="secondary"
        size="small"
        onPress={() => window.location.reload()}
      >
        {t('part.reload')}
      </Button>
    </div>
  );
}
