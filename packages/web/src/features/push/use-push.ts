import { useMutation } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { pushOwner, pushStateOf, turnPushOff, turnPushOn } from '../../client/push.js';
import { useAccount } from '../account/index.js';

/** Push messages of this browser, and the change of their state. */
export function usePush() {
  const { im, session } = useAccount();
  useStore(pushOwner);
  const change = useMutation({
    mutationFn: (isOn: boolean) => (isOn ? turnPushOn(im, session.userId) : turnPushOff(im, session.userId)),
  });
  return { state: pushStateOf(session.userId), change };
}
