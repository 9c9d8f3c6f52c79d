import type { ImAction, ImFrame } from '@kith/contract';
import type { Connection } from '../../../realtime/connection.js';
import { encodeImFrame } from './encode-frame.js';

/** Sends a frame to those of the connections whose clients know it. */
export function sendToAll(frame: ImFrame, audience: readonly Connection[]): void {
  const text = encodeImFrame(frame);
  for (const connection of audience) if (knows(connection, frame)) connection.send(text);
}

/** Actions for which older clients show a dialog, because they do not know them. */
const NEWER_ACTIONS: ReadonlySet<ImAction> = new Set<ImAction>([
  'timeData',
  'adminDeleteChat',
  'chat_del',
  'groupDeleteChat',
  'removeMember',
]);

/** Whether the client of a connection knows a frame. */
export function knows({ identity }: Connection, { action }: ImFrame): boolean {
  if (!NEWER_ACTIONS.has(action) || !identity) return true;
  const { imNewerFrames } = identity.tenant.settings;
  return imNewerFrames === 'known' ? identity.session.knowsNewerFrames : imNewerFrames === 'all';
}
