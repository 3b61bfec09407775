import { Button, Dialog, DialogFooter, DialogHeader } from '@backstage/ui';
import { ReactNode, useEffect, useRef } from 'react';
import { useReturnedFocus } from '../live/useReturnedFocus';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import dialog from './dialog.module.css';

/** A dialog that asks for something. Reading begins at its title, and so the focus. */
export function RequestDialog(props: {
  title: string;
  width: number;
  /** Whether something was written: a click beside the dialog is easily made */
  isWritten?: boolean;
  onClose: () => void;
  /** Its DialogBody and RequestFooter */
  children: ReactNode;
}) {
  const title = useRef<HTMLSpanElement>(null);
  useReturnedFocus();
  useEffect(() => title.current?.focus(), []);
  return (
    <Dialog
      className={tokens.tokens}
      isOpen
      onOpenChange={isOpen => !isOpen && props.onClose()}
      isDismissable={!props.isWritten}
      width={props.width}
    >
      <DialogHeader className={dialog.header}>
        <span ref={title} tabIndex={-1} className={dialog.title}>
          {props.title}
        </span>
      </DialogHeader>
      {props.children}
    </Dialog>
  );
}

/** What went wrong, what the click does, and the buttons. */
export function RequestFooter(props: {
  error: ReactNode;
  consequence: ReactNode;
  consequenceId?: string;
  /** What the button that closes the dialog says */
  close?: string;
  /** The button that asks */
  children: ReactNode;
}) {
  const t = useGitopsTranslation();
  return (
    <>
      {props.error && (
        <p className={dialog.error} role="alert">
          {props.error}
        </p>
      )}
      <DialogFooter className={dialog.footer}>
        <p id={props.consequenceId} className={dialog.consequence}>
          {props.consequence}
        </p>
        <Button variant="secondary" slot="close">
          {props.close ?? t('promote.cancel')}
        </Button>
        {props.children}
      </DialogFooter>
    </>
  );
}
