/** What a content type of the Chat API is. */
export function nameOfType(type: number) {
  const names = {
    1: 'voice',
    2: 'picture',
    3: 'video',
    4: 'file',
    6: 'call',
    7: 'call',
    8: 'card',
    9: 'poke',
    10: 'place',
    11: 'file',
  } as const;
  return type in names ? names[type as keyof typeof names] : 'other';
}
