import { ReactNode } from 'react';
import styles from './WebLink.module.css';

/** A link to another site, in a new tab; only its text where the address is none of the web. */
export function WebLink(props: {
  url: string | null;
  /** Where the visible text alone doesn't tell */
  label?: string;
  children: ReactNode;
}) {
  if (props.url === null || !isWebAddress(props.url))
    return <span>{props.children}</span>;
  return (
    <a
      className={styles.link}
      href={props.url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={props.label}
    >
      {props.children}
    </a>
  );
}

/**
 * An address comes from configuration or from Argo CD; one that runs as a script must not become a
 * link.
 */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
