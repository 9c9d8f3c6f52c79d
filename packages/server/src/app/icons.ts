import { ICON_PARTS, MASKED_ICON } from '@kith/core/discovery';
import type { BlobStore } from '@kith/core/ports';

/**
 * Returns a function that ensures that a generated icon is stored. A few hundred icons exist, drawn on first request.
 * Each is drawn once: drawing it again would replace the file during reads.
 */
export function makeIconDrawer(blobs: BlobStore): (name: string) => Promise<void> {
  const drawing = new Map<string, Promise<void>>();

  async function drawOnce(name: string): Promise<void> {
    if (!(await blobs.open(iconKey(name)))) await blobs.put(iconKey(name), await draw(name));
  }

  return async (name) => {
    if (!isIconName(name)) return;
    let work = drawing.get(name);
    if (!work) drawing.set(name, (work = drawOnce(name).finally(() => drawing.delete(name))));
    await work;
  };
}

/** The blob key of a generated icon; increase the number when the drawing changes. */
export function iconKey(name: string): string {
  return `icon/1/${name}`;
}

const FACE = /^([MFN])_(E\d\d)(A\d\d)\.png$/;
const BACKGROUND = /^(B\d\d)(F\d\d)\.png$/;

function isIconName(name: string): boolean {
  const [, , adj, animal] = FACE.exec(name) ?? [];
  const [, background, foreground] = BACKGROUND.exec(name) ?? [];
  return (
    name === MASKED_ICON ||
    (hasPart('adjCode', adj) && hasPart('animalCode', animal)) ||
    (hasPart('backgroundCode', background) && hasPart('foregroundCode', foreground))
  );
}

function hasPart(place: keyof typeof ICON_PARTS, code: string | undefined): boolean {
  return ICON_PARTS[place].some((known) => known === code);
}

async function draw(name: string): Promise<Uint8Array> {
  // Loaded with the first icon, to keep startup fast.
  const { drawBackground, drawFace, drawMasked } = await import('../adapters/media/draw-icon.js');
  if (name === MASKED_ICON) return drawMasked();
  const [, sex = '', adj = '', animal = ''] = FACE.exec(name) ?? [];
  if (sex) return drawFace({ sex, adj, animal });
  const [, background = '', foreground = ''] = BACKGROUND.exec(name) ?? [];
  return drawBackground({ background, foreground });
}
