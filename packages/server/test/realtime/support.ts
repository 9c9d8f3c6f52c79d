import { randomUUID } from 'node:crypto';
import type { realtime } from '@kith/contract';
import type { Tables } from '@kith/core/db';
import type { Transaction } from 'kysely';
import type { Kith, Person } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';

/** Several people at once. */
export async function people<const N extends readonly string[]>(
  kith: Kith,
  ...names: N
): Promise<{ -readonly [K in keyof N]: Person }> {
  const made = await Promise.all(names.map((name) => kith.person(name)));
  return made as { -readonly [K in keyof N]: Person }; // one for each name
}

/** Ada and bo, who are friends, and their conversation. */
export async function adaAndBo(kith: Kith): Promise<{ ada: Person; bo: Person; to: string }> {
  const [ada, bo] = await people(kith, 'ada', 'bo');
  return { ada, bo, to: await kith.befriend(ada, bo) };
}

/** Removes an account from a group, as another process would. */
export async function removeMember(kith: Kith, listId: string, person: Person): Promise<void> {
  await kith.sql(
    `with bumped as (
       update conversations set members_version = members_version + 1 where list_id = $1::uuid returning id
     )
     update members set left_at = 1 from bumped where conversation_id = bumped.id and account_id = $2`,
    [listId, person.id],
  );
}

/** Another sign-in of the same person. */
export async function signInAgain(kith: Kith, person: Person): Promise<string> {
  const { token } = await kith
    .visitor({ tenant: person.tenant })
    .in.login({ username: person.username, password: person.password });
  return token;
}

export function textFrame(
  to: string,
  text: string,
  cid: string = randomUUID(),
): realtime.Send & { cid: string } {
  return { t: 'send', cid, to, type: 0, content: { text } };
}

/** Sends a frame with an id of its own and returns its ack or nack. */
export async function ask(
  socket: V1Socket,
  frame: realtime.Send | realtime.Edit | realtime.Recall | realtime.React | realtime.Pin,
): Promise<realtime.Ack | realtime.Nack> {
  const answer = socket.take(
    (one) =>
      (one.t === 'ack' || one.t === 'nack') &&
      one.to === frame.to &&
      ('cid' in frame ? one.cid === frame.cid : one.cid === undefined && one.id === frame.id),
    `answer to ${frame.t}`,
  );
  socket.send(frame);
  return (await answer) as realtime.Ack | realtime.Nack; // `take` checked `t`
}

/** Sends a text and returns its stored position. */
export async function say(socket: V1Socket, to: string, text: string, cid?: string): Promise<realtime.Ack> {
  const answer = await ask(socket, textFrame(to, text, cid));
  if (answer.t === 'nack') throw new Error(`${text} was refused: ${answer.code}`);
  return answer;
}

/** Requests entries after a position until there are no more. */
export async function syncAll(socket: V1Socket, to: string, after = 0): Promise<realtime.Entry[]> {
  const entries: realtime.Entry[] = [];
  for (let more = true; more;) {
    socket.send({ t: 'sync', to, after: entries.at(-1)?.seq ?? after, limit: 200 });
    const page = await socket.next('entries', (frame) => frame.to === to);
    entries.push(...page.entries);
    more = page.more;
  }
  return entries;
}

/** 1, 2, 3 … */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Locks every conversation, so that every writer waits; can apply a change before the release. */
export async function holdConversations(
  kith: Kith,
  change?: (tx: Transaction<Tables>) => Promise<unknown>,
): Promise<{ letGo(): Promise<void> }> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let held: Promise<void> | undefined;
  await new Promise<void>((locked) => {
    held = kith.server.deps.db.transaction().execute(async (tx) => {
      await tx.selectFrom('conversations').select('id').forUpdate().execute();
      await change?.(tx);
      locked();
      await released;
    });
  });
  return {
    letGo: async () => {
      release();
      await held;
    },
  };
}
