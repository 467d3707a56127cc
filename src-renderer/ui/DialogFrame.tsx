import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useUnderHands } from './underHands.ts';

interface DialogFrameProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: 'narrow' | 'medium' | 'wide' | 'whole' | 'broad';
  /** `alertdialog` is for what must be answered before anything else. */
  readonly role?: 'dialog' | 'alertdialog';
  /** It comes up by itself, whatever the user is doing. */
  readonly unasked?: boolean;
}

/** A modal dialog named by its title; Escape closes it, a click beside it does not, so that nothing typed is lost. */
export function DialogFrame({ title, onClose, children, width = 'medium', role = 'dialog', unasked = false }: DialogFrameProps) {
  useUnderHands(unasked);
  return (
    <ModalOverlay
      className="scrim"
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`dialog dialog-${width}`}>
        <Dialog role={role} className="dialog-content">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export function DialogFooter({ children, start }: { readonly children: ReactNode; readonly start?: ReactNode }) {
  return (
    <div className="dialog-footer">
      <div className="dialog-footer-start">{start}</div>
      {children}
    </div>
  );
}
