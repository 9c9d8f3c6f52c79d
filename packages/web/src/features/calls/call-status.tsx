import { useEffect, useState } from 'react';
import type { Call } from '../../client/calls/calls.js';
import { useTranslations } from '../../text/index.js';
import { useIsOnline, useRefusal } from '../account/index.js';
import { clockOf } from './rules.js';
import type { CallPeer } from './use-peer.js';

/** How a call stands: spoken when it changes, and the time since both were connected. */
export function CallStatus({ call, peer }: { readonly call: Call; readonly peer: CallPeer }) {
  const text = useText(call, peer);
  return (
    <>
      <p role="status" className={call.phase === 'connected' ? 'sr-only' : 'text-on-foot-secondary'}>
        {text}
      </p>
      {call.phase === 'connected' && call.since !== undefined && <Clock since={call.since} />}
    </>
  );
}

function useText({ phase, end }: Call, { id, name }: CallPeer): string {
  const t = useTranslations('calls');
  const refusalOf = useRefusal();
  const isOnline = useIsOnline(phase === 'calling' ? id : 0);
  if (phase === 'calling') return t(isOnline ? 'phase.calling' : 'phase.callingOffline', { name });
  if (phase !== 'ended') return t(`phase.${phase}`);
  return typeof end === 'object' ? refusalOf(end.refusal) : t(`end.${end ?? 'completed'}`, { name });
}

function Clock({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <p className="text-on-foot-secondary tabular-nums">{clockOf((now - since) / 1000)}</p>;
}
