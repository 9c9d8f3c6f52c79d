import { fold, grams, usernameKey, usernameSkeleton } from '../kernel/index.js';
import { indexLetterOf } from './index-letter.js';

/** Version of the rules below. Increment it when one changes: the server then updates all rows. */
export const TEXT_VERSION = 1;

/** The columns of a nickname: the name, its sort letter and its search forms. */
export function nicknameColumns(nickname: string) {
  const folded_nickname = fold(nickname);
  return { nickname, letter: indexLetterOf(nickname), grams: grams(folded_nickname), folded_nickname };
}

/** The columns of an account's names. */
export type NameColumns = ReturnType<typeof namesOf>;

/** The columns of a new account's names. */
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
