import { PreviewedRepository } from 'backstage-plugin-gitops-common';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import styles from './PreviewedFiles.module.css';

/** What would be written, by repository; each file can be opened. */
export function PreviewedFiles(props: {
  repositories: readonly PreviewedRepository[];
}) {
  const t = useFieldsTranslation();
  return (
    <>
      {props.repositories.map(({ repository, files }) => (
        <section
          key={repository}
          aria-label={repository}
          className={styles.repository}
        >
          <div className={styles.name}>
            {repository.replace(/^https?:\/\//, '')}
            {' · '}
            {t('preview.files', { count: files.length })}
          </div>
          {files.map(({ path, kind, patch }) => (
            <details key={path} className={styles.file}>
              <summary>
                <span className={styles.path}>{path}</span>{' '}
                <span className={styles.kind}>{t(`preview.${kind}`)}</span>
              </summary>
              {patch === null ? (
                <p>{t('preview.notShown')}</p>
              ) : (
                <Patch patch={patch} label={path} />
              )}
            </details>
          ))}
        </section>
      ))}
    </>
  );
}

function Patch(props: { patch: string; label: string }) {
  return (
    // A box that scrolls has to be reached by keyboard
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={styles.patch} tabIndex={0} aria-label={props.label}>
      {props.patch.split('\n').map((line, index) => (
        <span key={index} className={classOf(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function classOf(line: string): string | undefined {
  if (line.startsWith('@@')) return styles.place;
  if (line.startsWith('+')) return styles.added;
  return line.startsWith('-') ? styles.removed : undefined;
}
