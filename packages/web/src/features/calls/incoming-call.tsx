import { Phone, PhoneOff, Video } from 'lucide-react';
import type { Call, Calls } from '../../client/calls/calls.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useLayerFocus } from '../../ui/use-layer-focus.js';
import { useNotification } from './use-notification.js';
import type { CallPeer } from './use-peer.js';
import { useRing } from './use-ring.js';

export interface LayerProps {
  readonly calls: Calls;
  readonly call: Call;
  readonly peer: CallPeer;
  /** The kind of the call. */
  readonly title: string;
}

/**
 * Somebody calls. The layer takes the focus, but none of its buttons does: a key that somebody was about to type answers
 * nothing.
 */
export function IncomingCall({ calls, call, peer, title }: LayerProps) {
  const t = useTranslations('calls');
  const layer = useLayerFocus<HTMLDivElement>();
  useRing();
  const label = t('incoming', { name: peer.name, kind: title });
  useNotification(call, label);
  return (
    <div className="pointer-events-none fixed inset-x-0 top-0 z-40 flex justify-center safe-top md:justify-end">
      <div className="pointer-events-auto flex w-full justify-center p-3 md:w-auto md:p-6">
        <div
          ref={layer}
          role="alertdialog"
          aria-label={label}
          tabIndex={-1}
          className="flex w-full max-w-105 animate-rise flex-col gap-4 rounded-card border border-line bg-raised p-4 shadow-float outline-none"
        >
          <div className="flex items-center gap-3">
            <Avatar id={peer.id} name={peer.name} photo={peer.photo} size="large" />
            <div className="min-w-0">
              <p className="truncate text-title font-strong">{peer.name}</p>
              <p className="flex items-center gap-1.5 text-secondary">
                <Icon of={call.medium === 'video' ? Video : Phone} size={16} />
                {title}
              </p>
            </div>
          </div>
          {call.trouble !== undefined && (
            <p role="alert" className="text-small text-danger">
              {t(`end.noMicrophone.${call.trouble}`)}
            </p>
          )}
          <div className="flex flex-wrap gap-2">
            <Button look="danger" className="grow" onClick={() => calls.hangUp()}>
              <Icon of={PhoneOff} />
              {t('decline')}
            </Button>
            <Button
              look={call.medium === 'voice' ? 'main' : 'plain'}
              className="grow"
              onClick={() => void calls.answer('voice')}
            >
              <Icon of={Phone} />
              {t(call.medium === 'voice' ? 'answer' : 'answerVoice')}
            </Button>
            {call.medium === 'video' && (
              <Button look="main" className="grow" onClick={() => void calls.answer('video')}>
                <Icon of={Video} />
                {t('answerVideo')}
              </Button>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}
