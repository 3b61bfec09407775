import styles from './Empty.module.css';

/** That there is nothing to show, and why or what to do. */
export function Empty({ title, text }: { title: string; text: string }) {
  return (
    <>
      <p className={styles.title}>{title}</p>
      <p className={styles.text}>{text}</p>
    </>
  );
}
