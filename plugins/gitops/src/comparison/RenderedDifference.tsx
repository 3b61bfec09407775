import {
  differenceProblemSentence,
  type RenderedDifference as Difference,
  type RenderedResource,
} from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { Loaded } from '../live/Loaded';
import { useLive } from '../live/useLive';
import { FieldDifferences } from '../parts/FieldDifferences';
import { TextButton } from '../parts/TextButton';
import { displayName, displayText, displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './EnvironmentDifference.module.css';

interface Compared {
  service: string;
  from: string;
  to: string;
}

/** What Argo CD renders for both environments. It is asked when somebody wants to see it. */
export function RenderedDifference(props: Compared) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <h3 className={styles.heading}>{t('comparison.rendered')}</h3>
      <p className={styles.text}>
        <TextButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t(isOpen ? 'comparison.hideRendered' : 'comparison.showRendered')}
        </TextButton>
      </p>
      {isOpen && <Opened {...props} />}
    </>
  );
}

function Opened({ service, from, to }: Compared) {
  const t = useGitopsTranslation();
  const live = useLive({
    key: `rendered difference ${JSON.stringify([service, from, to])}`,
    load: (api, signal) =>
      api.renderedDifference({ service, from, to }, { signal }),
    pollMs: null,
  });
  return (
    <Loaded
      live={live}
      loading={t('comparison.loadingRendered')}
      height={120}
      errorTitle={t('comparison.renderedFailed')}
      forbidden={t('comparison.forbidden')}
    >
      {difference =>
        difference.problem ? (
          <p className={styles.text}>
            {displayText(
              differenceProblemSentence(difference.problem, t('language')),
              { maxLength: 600 },
            )}
          </p>
        ) : (
          <Found difference={difference} />
        )
      }
    </Loaded>
  );
}

function Found({ difference }: { difference: Difference }) {
  const t = useGitopsTranslation();
  const { from, to, resources, moreResources, same, secrets } = difference;
  const titles = { from: displayName(from.title), to: displayName(to.title) };
  return (
    <>
      <p className={styles.text}>
        {[from, to]
          .map(({ title, revision }) =>
            revision === null
              ? t('comparison.renderedNow', { environment: displayName(title) })
              : t('comparison.renderedAt', {
                  environment: displayName(title),
                  revision: displayVersion(revision),
                }),
          )
          .join(' · ')}
        {'. '}
        {t('comparison.notCompared')}
      </p>
      <p className={styles.text}>
        {t('comparison.sameResources', { count: same })}{' '}
        {secrets > 0 && t('comparison.secrets', { count: secrets })}
      </p>
      {resources.map(one => (
        <Resource
          key={JSON.stringify([one.group, one.kind, one.from, one.to])}
          resource={one}
          titles={titles}
        />
      ))}
      {moreResources > 0 && (
        <p className={styles.text}>
          {t('comparison.moreResources', { count: moreResources })}
        </p>
      )}
    </>
  );
}

function Resource(props: {
  resource: RenderedResource;
  titles: { from: string; to: string };
}) {
  const t = useGitopsTranslation();
  const { kind, from, to, fields, moreFields } = props.resource;
  const { titles } = props;
  const names = [...new Set([from, to].flatMap(name => name ?? []))];
  const title = `${displayName(kind)} ${names.map(displayName).join(' → ')}`;
  return (
    <section>
      <h4 className={styles.resource}>{title}</h4>
      {(from === null || to === null) && (
        <p className={styles.text}>
          {t('comparison.onlyIn', {
            environment: from === null ? titles.to : titles.from,
          })}
        </p>
      )}
      {fields.length > 0 && (
        <FieldDifferences
          label={title}
          columns={[t('comparison.field'), titles.from, titles.to]}
          notSet={t('comparison.notSet')}
          fields={fields.map(field => ({
            path: field.path,
            sides: [field.from, field.to],
          }))}
        />
      )}
      {moreFields > 0 && (
        <p className={styles.text}>
          {t('comparison.moreFields', { count: moreFields })}
        </p>
      )}
    </section>
  );
}
