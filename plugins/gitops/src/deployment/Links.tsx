import { LinkDetail } from 'backstage-plugin-gitops-common';
import { WebLink } from '../parts/WebLink';
import { displayName, displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Details.module.css';

/**
 * Where to go from an Application. A title may be anybody's: beside it stands the host that opens.
 */
export function Links({ links }: { links: LinkDetail[] }) {
  const t = useGitopsTranslation();
  if (links.length === 0) return null;
  return (
    <section className={styles.section}>
      <h4 className={styles.heading}>{t('details.links')}</h4>
      <ul className={styles.list}>
        {links.map(link => {
          const host = hostOf(link.url);
          const title = displayName(link.title);
          return (
            <li key={link.url} className={styles.link}>
              <WebLink
                url={link.url}
                label={t('details.link', { title, host })}
              >
                {title}
              </WebLink>
              {!title.startsWith(host) && (
                <span className={styles.quiet}>{host}</span>
              )}
              {link.description !== null && (
                <p className={styles.text}>
                  {displayText(link.description, { maxLength: 300 })}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? displayName(new URL(url).host) : '';
}
