import type { MemberCtx, Tx } from '../kernel/index.js';
import { enqueueLetters, type Language } from '../outbox/index.js';
import {
  insertLetters,
  selectOwnLetters,
  selectReasonsToTell,
  type OwnLetter,
  type ReasonedDecision,
} from './letters-store.js';

/** The newest letters to the caller, in a language or in another one that they have. */
export function listLetters(ctx: MemberCtx, language: Language): Promise<OwnLetter[]> {
  return selectOwnLetters(ctx, language);
}

/**
 * Tells people why a decision was made, in the words of its reason: in the app, and by mail if the address is known. Returns
 * how many reasons had a letter.
 */
export async function sendLetters(tx: Tx, decisions: readonly ReasonedDecision[]): Promise<number> {
  const letters = await insertLetters(tx, decisions);
  await enqueueLetters(
    tx,
    letters.flatMap(({ address, ...letter }) => (address === null ? [] : [{ ...letter, address }])),
  );
  return letters.length;
}

/** Sends for each of these decisions the letter of the reason that most of its reports have. */
export async function sendLettersOfReports(tx: Tx, decisionIds: readonly number[]): Promise<void> {
  await sendLetters(tx, await selectReasonsToTell(tx, decisionIds));
}
