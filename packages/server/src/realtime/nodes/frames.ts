import type { CallsEvent } from '@kith/core/calls';
import { isConfidential, referTo, type EntryReference } from '@kith/core/conversations';
import { bounds, type DomainEvent } from '@kith/core/kernel';

/**
 * Frames between nodes are texts. The first line is the head, separated by spaces; it can be read without parsing the
 * body, which is JSON or a signal's data.
 */
export type BusFrame =
  /** An event, or the reference of one, with the publisher's number. */
  | {
      readonly type: 'event' | 'reference';
      readonly from: string;
      readonly number: number;
      readonly body: string;
    }
  /** The number of the publisher's last event. */
  | {
      readonly type: 'beat' | 'leave';
      readonly from: string;
      readonly number: number;
      readonly uptimeMs: number;
    }
  | { readonly type: 'signal'; readonly from: string; readonly topic: string; readonly data: string };

const LETTERS = { event: 'E', reference: 'R', beat: 'B', leave: 'L', signal: 'S' } as const;
const TYPES = new Map<string, BusFrame['type']>(
  Object.entries(LETTERS).map(([type, letter]) => [letter, type as BusFrame['type']]), // the keys of LETTERS
);

/** Encodes a frame. */
export function encodeBusFrame(frame: BusFrame): string {
  const letter = LETTERS[frame.type];
  switch (frame.type) {
    case 'event':
    case 'reference':
      return `${letter} ${frame.from} ${frame.number}\n${frame.body}`;
    case 'beat':
    case 'leave':
      return `${letter} ${frame.from} ${frame.number} ${frame.uptimeMs}`;
    case 'signal':
      return `${letter} ${frame.from} ${frame.topic}\n${frame.data}`;
  }
}

/** Reads the head of a frame; undefined if it is not one. */
export function decodeBusFrame(text: string): BusFrame | undefined {
  const end = text.indexOf('\n');
  const [letter = '', from = '', third = '', fourth = ''] = text
    .slice(0, end === -1 ? undefined : end)
    .split(' ');
  const type = TYPES.get(letter);
  if (type === undefined || from === '') return undefined;
  const body = end === -1 ? '' : text.slice(end + 1);
  if (type === 'signal') return { type, from, topic: third, data: body };
  const number = Number(third);
  if (third === '' || !Number.isSafeInteger(number) || number < 0) return undefined;
  if (type === 'beat' || type === 'leave') return { type, from, number, uptimeMs: Number(fourth) || 0 };
  return { type, from, number, body };
}

/** What the receiver loads. */
export type EventReference =
  | ({ readonly type: 'entry_appended' } & EntryReference)
  | (Pick<Extract<DomainEvent, { type: 'account_event' }>, 'type' | 'tenantId' | 'accountId'> & {
      readonly position: number;
    })
  | (Omit<CallsEvent, 'signal'> & Pick<CallsEvent['signal'], 'callId'>);

/**
 * The frames of an event. An event that is too large, or that contains what only some may see, becomes a reference:
 * whoever reads the carrier must not learn the author of an anonymous message, or a withheld content.
 */
export function framesOf(
  event: DomainEvent,
  maxBytes: number,
): { readonly type: 'event' | 'reference'; readonly body: string }[] {
  if (event.type === 'sessions_revoked') {
    const { sessionIds } = event;
    const parts: string[] = [];
    for (let i = 0; i < sessionIds.length; i += bounds.bus.sessionsPerEvent)
      parts.push(
        JSON.stringify({ ...event, sessionIds: sessionIds.slice(i, i + bounds.bus.sessionsPerEvent) }),
      );
    return parts.map((body) => ({ type: 'event', body }));
  }
  const mayTravel = event.type !== 'entry_appended' || !isConfidential(event);
  const body = mayTravel ? JSON.stringify(event) : '';
  if (mayTravel && isWithin(body, maxBytes)) return [{ type: 'event', body }];
  const reference = referenceOf(event);
  // Of the other events none has an unbounded part.
  return reference ? [{ type: 'reference', body: JSON.stringify(reference) }] : [{ type: 'event', body }];
}

/** A character has at most three bytes, so most texts need not be measured. */
function isWithin(text: string, maxBytes: number): boolean {
  return text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes;
}

function referenceOf(event: DomainEvent): EventReference | undefined {
  if (event.type === 'entry_appended') return { type: event.type, ...referTo(event) };
  if (event.type === 'call_signal') {
    const { signal, ...rest } = event;
    return { ...rest, callId: signal.callId };
  }
  if (event.type !== 'account_event') return undefined;
  const { type, tenantId, accountId } = event;
  return { type, tenantId, accountId, position: event.event.position };
}
