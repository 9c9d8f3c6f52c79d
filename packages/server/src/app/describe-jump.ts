/** Describes a clock jump; a negative number of milliseconds is a jump back. */
export function describeJump(ms: number): string {
  return `The clock has jumped ${ms > 0 ? 'forward' : 'back'} by ${spanOf(Math.abs(ms))}.`;
}

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
