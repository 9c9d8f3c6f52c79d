import { BellRing } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { toast } from '../../ui/toast.js';
import { useRefusal } from '../account/index.js';
import { usePush } from './use-push.js';

/** Asks whether push messages are wanted; the browser asks only after a yes. */
export function Offer({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('push');
  const refusal = useRefusal();
  const { change } = usePush();
  return (
    <div
      role="status"
      className="fixed inset-x-4 top-20 z-20 mx-auto flex max-w-110 animate-rise flex-col gap-3 rounded-card border border-line bg-raised p-4 shadow-float"
    >
      <p className="flex gap-3">
        <span className="text-accent">
          <Icon of={BellRing} />
        </span>
        {t('offer')}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('notNow')}</Button>
        <Button
          look="main"
          isBusy={change.isPending}
          onClick={() =>
            change.mutate(true, {
              onSuccess: (state) => toast(state === 'on' ? t('isOn') : t('isBlocked')),
              onError: (error) => toast(refusal(error)),
              onSettled: onClose,
            })
          }
        >
          {t('turnOn')}
        </Button>
      </div>
    </div>
  );
}
