/** A place on the earth, in degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** About a metre. */
const DIGITS = 5;

export function textOfPosition({ latitude, longitude }: Position): string {
  return `${latitude.toFixed(DIGITS)}, ${longitude.toFixed(DIGITS)}`;
}

/** Reads "latitude, longitude" as maps write it; undefined for anything else. */
export function parsePosition(text: string): Position | undefined {
  const [, north, east] = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text) ?? [];
  return positionOf(north, east);
}

/** The place in a content: clients write numbers or texts. */
export function positionOf(north: unknown, east: unknown): Position | undefined {
  const [latitude, longitude] = [north, east].map((degrees) =>
    degrees === undefined || degrees === '' ? Number.NaN : Number(degrees),
  );
  const isPlace = Math.abs(latitude ?? Number.NaN) <= 90 && Math.abs(longitude ?? Number.NaN) <= 180;
  return isPlace ? { latitude: latitude!, longitude: longitude! } : undefined;
}

/** A page with a map of it. */
export function mapOf({ latitude, longitude }: Position): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
}
