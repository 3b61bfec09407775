import { Button } from '@backstage/ui';
import {
  Component,
  ComponentType,
  ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useKeptFocus } from '../live/useKeptFocus';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './lazily.module.css';

class Boundary extends Component<
  { children: ReactNode; onClose?: () => void },
  { isBroken: boolean }
> {
  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  readonly state = { isBroken: false };

  render() {
    const { children, onClose } = this.props;
    return this.state.isBroken ? <MissingPart onClose={onClose} /> : children;
  }
}

/**
 * A part of a page that is loaded when it is first shown, with `fallback` in its place until then.
 * Where it can't be loaded or drawn, that is said in its place, and the rest of the page stays: a
 * release of the portal takes the files away that open pages would load next. Where the part has an
 * `onClose`, the message in its place can be closed too: opened again, the part is drawn anew.
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
    const [failures, setFailures] = useState(0);
    const [isTrying, setIsTrying] = useState(false);
    const [, setIsLoaded] = useState(Part !== undefined);
    const tryToLoad = useCallback(() => {
      setIsTrying(true);
      attempt()
        .then(
          () => setIsLoaded(true),
          () => setFailures(before => before + 1),
        )
        .finally(() => setIsTrying(false));
    }, []);
    useEffect(() => {
      // Another place may have loaded it since this one was drawn
      if (Part) setIsLoaded(true);
      else tryToLoad();
    }, [tryToLoad]);
    const { onClose } = props as { onClose?: () => void };
    if (!Part)
      return failures === 0 ? (
        <>{fallback}</>
      ) : (
        <MissingPart
          failures={failures}
          isTrying={isTrying}
          onRetry={tryToLoad}
          onClose={onClose}
        />
      );
    return (
      <Boundary onClose={onClose}>
        <Part {...(props as unknown as Props)} />
      </Boundary>
    );
  };
}

/**
 * @param onRetry - undefined where it was loaded, and fails nevertheless
 * @param onClose - undefined where the part can't be closed
 */
function MissingPart(props: {
  /** Each is read out */
  failures?: number;
  isTrying?: boolean;
  onRetry?: () => void;
  onClose?: () => void;
}) {
  const t = useGitopsTranslation();
  const { onRetry, onClose } = props;
  const part = useRef<HTMLDivElement>(null);
  useKeptFocus(part);
  return (
    <div ref={part} className={styles.missing}>
      <span key={props.failures} role="alert">
        {onRetry ? t('part.notLoaded') : t('part.broken')}
      </span>
      {onRetry && (
        <Button
          variant="secondary"
          size="small"
          isPending={props.isTrying}
          onPress={onRetry}
        >
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
      {onClose && (
        <Button variant="tertiary" size="small" onPress={onClose}>
          {t('promote.close')}
        </Button>
      )}
    </div>
  );
}
