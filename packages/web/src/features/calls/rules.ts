/** The outcomes that the server records. */
const OUTCOMES = ['completed', 'cancelled', 'refused', 'missed', 'busy'] as const;

/** What became of a call, by the content of its message; undefined for a message of a later version. */
export function outcomeOf(content: Readonly<Record<string, unknown>>): (typeof OUTCOMES)[number] | undefined {
  return OUTCOMES.find((one) => one === content['outcome']);
}

/** A duration as a clock counts it: 0:07, 12:30, 1:02:03. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}
