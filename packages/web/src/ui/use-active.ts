import { useState } from 'react';

/** The option of a list that Enter opens: the first one, until somebody chooses another; again when the text changes. */
export function useActive(keys: readonly string[], text: string) {
  const [chosen, setChosen] = useState<{ key: string; text: string }>();
  const isThere = chosen?.text === text && keys.includes(chosen.key);
  const active = isThere ? chosen.key : keys[0];
  const setActive = (key: string) => setChosen({ key, text });
  return {
    active,
    setActive,
    step: (move: number) => {
      const index = keys.findIndex((key) => key === active);
      const next = keys[(index + move + keys.length) % keys.length];
      if (next !== undefined) setActive(next);
    },
  };
}
