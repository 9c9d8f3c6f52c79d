import { useState } from 'react';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Notice } from './notice.js';

interface ConfirmProps {
  readonly title: string;
  readonly hint: string;
  /** What is done, on the button. */
  readonly action: string;
  readonly labels: { readonly close: string; readonly cancel: string };
  readonly onConfirm: () => Promise<unknown>;
  /** Words a refusal. */
  readonly refusalOf: (error: unknown) => string;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone; stays open with the reason if it is refused. Import it lazily. */
export function Confirm({ title, hint, action, labels, onConfirm, refusalOf, onClose }: ConfirmProps) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function confirm(): Promise<void> {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
    }
  }

  return (
    <Dialog title={title} closeLabel={labels.close} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{hint}</p>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{labels.cancel}</Button>
          <Button look="danger" onClick={() => void confirm()} isBusy={isBusy}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
