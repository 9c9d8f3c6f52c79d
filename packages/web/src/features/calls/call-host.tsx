import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createCalls, type Calls } from '../../client/calls/calls.js';
import { createClaims } from '../../client/calls/claims.js';
import { openCamera, openMedia, openMicrophone } from '../../client/calls/media.js';
import { createPeer } from '../../client/calls/peer.js';
import type { Account } from '../../client/account.js';
import { useAccount } from '../account/index.js';
import { wanted } from './wanted.js';

const CallLayer = lazy(() => import('./call-layer.js').then((file) => ({ default: file.CallLayer })));

/** Makes and takes the calls of this tab. */
export function CallHost() {
  const account = useAccount();
  const [calls] = useState(() => openCalls(account));
  useEffect(() => connect(account, calls), [account, calls]);
  const call = useStore(calls.store, (state) => state.call);
  return (
    call && (
      <Suspense>
        <CallLayer key={call.key} calls={calls} call={call} />
      </Suspense>
    )
  );
}

function openCalls({ session, im, realtime }: Account): Calls {
  return createCalls({
    ownId: session.userId,
    im,
    realtime,
    openMedia,
    openMicrophone,
    openCamera,
    createPeer,
    claims: createClaims(),
  });
}

function connect(account: Account, calls: Calls): () => void {
  const take = () => {
    const { call } = wanted.getState();
    if (!call) return;
    wanted.setState({ call: undefined });
    void calls.begin(call);
  };
  const ends = [
    account.events.listen((event) => calls.noteEvent(event)),
    account.signals.listen((signal) => calls.noteSignal(signal)),
    account.states.listen((state) => calls.noteState(state)),
    wanted.subscribe(take),
  ];
  void calls.open();
  take();
  return () => {
    for (const end of ends) end();
    calls.close();
  };
}
