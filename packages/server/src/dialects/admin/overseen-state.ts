/** What a list of videos or moments is narrowed to by its state. */
export function overseenState(state: 'shown' | 'taken_down' | 'reported' | undefined): {
  isTakenDown?: boolean;
  isReported?: boolean;
} {
  if (state === undefined) return {};
  return { isTakenDown: state === 'taken_down', isReported: state === 'reported' };
}
