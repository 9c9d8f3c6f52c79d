import { bounds } from '@kith/core/kernel';
import { realtime } from '@kith/contract';
import { Compile } from 'typebox/compile';
import { parseJson } from '../../app/json.js';

/** Identifies a request in its answer, as the client wrote it. */
export interface RequestName {
  readonly to?: string;
  readonly cid?: string;
  readonly id?: string;
}

/** A client's frame, an invalid request that can be refused by name, or an error message for other invalid input. */
export type ReadFrame =
  | { readonly frame: realtime.ClientFrame }
  | { readonly refused: RequestName }
  | { readonly error: string };

const isClientFrame = Compile(realtime.ClientFrame);

/** Parses a client's frame. */
export function readFrame(text: string): ReadFrame {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return { error: 'The frame is not a JSON object, or contains forbidden values.' };
  }
  if (isClientFrame.Check(value)) return { frame: value };
  const refused = nameOf((value ?? {}) as Record<string, unknown>);
  return refused ? { refused } : { error: 'The frame does not belong to this protocol.' };
}

/** The name of a request, or undefined if it is incomplete: a partial name could match another request. */
function nameOf(frame: Record<string, unknown>): RequestName | undefined {
  const { t, to, cid, id } = frame;
  if (isQuestion(t)) return isName(cid) ? { cid } : undefined;
  if (!isName(to)) return undefined;
  switch (t as realtime.ClientFrame['t']) {
    case 'send':
      return isName(cid) ? { to, cid } : undefined;
    case 'edit':
    case 'recall':
    case 'react':
    case 'pin':
      return isName(id) ? { to, id } : undefined;
    case 'sync':
      return { to };
    default:
      return undefined;
  }
}

/** A request whose `cid` names its answer. */
export type Question =
  | realtime.List
  | realtime.Pins
  | realtime.Reactors
  | realtime.Search
  | realtime.Draft
  | realtime.Signal
  | realtime.Turn
  | realtime.Call;

const QUESTIONS: ReadonlySet<string> = new Set<Question['t']>([
  'list',
  'pins',
  'reactors',
  'search',
  'draft',
  'signal',
  'turn',
  'call',
]);

/** Whether the `cid` of a request names its answer. */
function isQuestion(t: unknown): boolean {
  return typeof t === 'string' && QUESTIONS.has(t);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= bounds.frame.echoedNameCharacters;
}
