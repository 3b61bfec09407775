import { BgProvider, useBgConsumer } from '@backstage/ui';
import { ComponentType } from 'react';
import styles from './onFormPaper.module.css';

/**
 * The form lies on a paper that @backstage/ui may not know of, with the colour of its inputs and
 * buttons: they can't be seen unless they are told what they lie on.
 */
export function onFormPaper<TProps extends object>(
  Field: ComponentType<TProps>,
) {
  return function FieldOnFormPaper(props: TProps) {
    const { bg = 'neutral-1' } = useBgConsumer();
    return (
      <BgProvider bg={bg}>
        <div className={styles.field}>
          <Field {...props} />
        </div>
      </BgProvider>
    );
  };
}
