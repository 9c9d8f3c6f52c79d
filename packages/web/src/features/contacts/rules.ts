import { fold } from '../../client/fold.js';
import type { Letter } from './use-contacts.js';

/** The friends whose names contain a text, whatever its case, or begin with it when read aloud; letters without any are left out. */
export function filterContacts(letters: readonly Letter[], text: string): readonly Letter[] {
  const wanted = fold(text.trim());
  if (wanted === '') return letters;
  return letters
    .map((letter) => ({
      ...letter,
      data: letter.data.filter(({ name }) => fold(name).includes(wanted) || fold(letter.letter) === wanted),
    }))
    .filter(({ data }) => data.length > 0);
}
