import { fold, grams, usernameKey, usernameSkeleton } from '../kernel/index.js';
import { indexLetterOf } from './index-letter.js';

/** By which rules the forms below were made. Raise it when one changes: the server then renews all rows. */
export const TEXT_VERSION = 1;

/** What is stored of a nickname: itself, the letter under which it stands, and how it is searched. */
export function nicknameColumns(nickname: string) {
  const folded_nickname = fold(nickname);
  return { nickname, letter: indexLetterOf(nickname), grams: grams(folded_nickname), folded_nickname };
}

/** The names of a new account with all that follows from them. */
export type NameColumns = ReturnType<typeof namesOf>;

/** What is stored of the names of a new account. */
export function namesOf(username: string, nickname: string) {
  return {
    username,
    username_key: usernameKey(username),
    username_skeleton: usernameSkeleton(username),
    folded_username: fold(username),
    text_version: TEXT_VERSION,
    ...nicknameColumns(nickname),
  };
}
