import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ChangeMenu.module.css';
import { ChangeTemplate } from './changeTemplates';

/** The button and its menu, open to begin with. */
export function ChangeMenu({ templates }: { templates: ChangeTemplate[] }) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // It takes the place of the button that was pressed, and is where the focus comes back to
  useEffect(() => {
    button.current?.focus();
    setIsOpen(true);
  }, []);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button
        ref={button}
        variant="tertiary"
        size="small"
        className={styles.button}
      >
        {t('templates.open')}
      </Button>
      <Menu placement="bottom start">
        {templates.map(({ title, address }) => (
          <MenuItem key={address} href={address}>
            {title}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
