import { useEffect } from 'react';
import { claimSound } from '../../client/sound.js';
import { useTranslations } from '../../text/index.js';
import type { Call, Calls } from '../../client/calls/calls.js';
import { IncomingCall } from './incoming-call.js';
import { RunningCall } from './running-call.js';
import { usePeer } from './use-peer.js';

/** The call that rings or runs. It pauses what plays, and goes on when something else begins to. */
export function CallLayer({ calls, call }: { readonly calls: Calls; readonly call: Call }) {
  const t = useTranslations('calls');
  const peer = usePeer(call);
  useEffect(() => claimSound({ pause: () => undefined }), []);
  const Layer = call.phase === 'incoming' ? IncomingCall : RunningCall;
  return <Layer calls={calls} call={call} peer={peer} title={t(`${call.medium}Call`)} />;
}
