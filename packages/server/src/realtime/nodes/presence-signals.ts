import { bounds, type AccountId } from '@kith/core/kernel';

/** The topic of the signals. */
export const TOPIC = 'presence';

/**
 * What a node tells the others about its online accounts. `digest` covers all accounts after the signals before it. A
 * snapshot is `begin`, then accounts that are `online`, then `end`.
 */
export type PresenceSignal =
  | { readonly kind: 'online' | 'offline'; readonly ids: readonly AccountId[] }
  | { readonly kind: 'part'; readonly ids: readonly AccountId[] }
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'end'; readonly digest: string }
  | { readonly kind: 'begin' }
  /** Asks one node for a snapshot. */
  | { readonly kind: 'ask'; readonly nodeId: string };

const MARKS = { online: '+', offline: '-', part: 'p', digest: 'd', end: 'e', begin: 'b', ask: '?' } as const;
const KINDS = new Map(Object.entries(MARKS).map(([kind, mark]) => [mark as string, kind]));

/** One text for each signal; more for many accounts. */
export function encodeSignal(signal: PresenceSignal): string[] {
  const mark = MARKS[signal.kind];
  switch (signal.kind) {
    case 'begin':
      return [mark];
    case 'digest':
    case 'end':
      return [mark + signal.digest];
    case 'ask':
      return [mark + signal.nodeId];
    default:
      return chunk(signal.ids).map((text) => mark + text);
  }
}

/** The signal, or undefined for one of a newer version. */
export function decodeSignal(text: string): PresenceSignal | undefined {
  const kind = KINDS.get(text.slice(0, 1)) as PresenceSignal['kind'] | undefined; // the keys of MARKS
  const rest = text.slice(1);
  switch (kind) {
    case undefined:
    case 'begin':
      return kind && { kind };
    case 'digest':
    case 'end':
      return { kind, digest: rest };
    case 'ask':
      return { kind, nodeId: rest };
    default:
      return { kind, ids: rest.split(',').map((id) => Number.parseInt(id, 36) as AccountId) }; // written by `chunk`
  }
}

/** Ids in base 36, as many as fit into a signal. */
function chunk(ids: readonly AccountId[]): string[] {
  const most = Math.floor((bounds.bus.signalBytes - 1) / ID_BYTES);
  const texts: string[] = [];
  for (let i = 0; i < ids.length; i += most)
    texts.push(
      ids
        .slice(i, i + most)
        .map((id) => id.toString(36))
        .join(','),
    );
  return texts;
}

/** The longest id has six digits, and a comma. */
const ID_BYTES = 7;
