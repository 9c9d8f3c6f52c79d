import sharp from 'sharp';
import type { DemoScene } from './demo-story.js';

type Colour = readonly [red: number, green: number, blue: number];
/** The colour of a point; both coordinates run from 0 to 1, right and down. */
type Paint = (x: number, y: number) => Colour;

const HAIR: readonly Colour[] = [[52, 38, 33], [92, 61, 46], [30, 30, 38], [150, 104, 62], [70, 50, 80]]; // prettier-ignore
const SKIN: readonly Colour[] = [[247, 214, 186], [233, 190, 155], [204, 152, 115], [150, 103, 76]]; // prettier-ignore

/** A portrait in flat colours, different for each number. */
export function drawPortrait(number: number): Promise<Uint8Array> {
  const hue = (number * 47) % 360;
  const [top, bottom] = [fromHue(hue, 0.82), fromHue(hue + 40, 0.62)];
  const shirt = fromHue(hue + 180, 0.55);
  const hair = HAIR[number % HAIR.length] ?? shirt;
  const skin = SKIN[number % SKIN.length] ?? shirt;
  const hasLongHair = number % 2 === 0;
  // Drawn larger than shown: scaling down smooths the edges.
  return render(480, 480, (x, y) => {
    const isSmile = inside(x, y, 0.5, 0.5, 0.07, 0.05) && !inside(x, y, 0.5, 0.485, 0.075, 0.05);
    const isEye = inside(x, y, 0.43, 0.43, 0.017, 0.022) || inside(x, y, 0.57, 0.43, 0.017, 0.022);
    if (inside(x, y, 0.5, 0.36, 0.2, 0.2) && y < 0.35) return hair;
    if (inside(x, y, 0.5, 0.42, 0.17, 0.2)) return isSmile || isEye ? mix(skin, [40, 20, 20], 0.75) : skin;
    if (inside(x, y, 0.5, 0.4, 0.21, 0.24) && y < 0.43) return hair;
    if (hasLongHair && inside(x, y, 0.5, 0.52, 0.24, 0.26) && y < 0.68) return hair;
    if (Math.abs(x - 0.5) < 0.06 && y > 0.55 && y < 0.72) return mix(skin, [90, 50, 40], 0.15);
    if (inside(x, y, 0.5, 1, 0.36, 0.34)) return shirt;
    return mix(top, bottom, y);
  });
}

const scenes: Readonly<
  Record<DemoScene, { sky: readonly [Colour, Colour]; ground: readonly Colour[]; light: Colour }>
> = {
  sea: { sky: [[120, 190, 235], [225, 240, 245]], ground: [[60, 140, 180], [40, 110, 155], [235, 215, 170]], light: [255, 250, 220] }, // prettier-ignore
  hills: { sky: [[150, 205, 240], [240, 245, 235]], ground: [[140, 180, 150], [95, 150, 105], [60, 115, 75]], light: [255, 245, 200] }, // prettier-ignore
  night: { sky: [[15, 20, 50], [50, 50, 100]], ground: [[25, 30, 60], [18, 22, 48], [10, 12, 30]], light: [240, 240, 220] }, // prettier-ignore
  dawn: { sky: [[95, 85, 150], [250, 180, 140]], ground: [[120, 85, 120], [85, 60, 95], [50, 38, 65]], light: [255, 225, 170] }, // prettier-ignore
};

const drawn = new Map<DemoScene, Promise<Uint8Array>>();

/** A landscape in flat colours. */
export function drawScene(scene: DemoScene): Promise<Uint8Array> {
  const picture = drawn.get(scene) ?? paintScene(scene);
  drawn.set(scene, picture);
  return picture;
}

function paintScene(scene: DemoScene): Promise<Uint8Array> {
  const { sky, ground, light } = scenes[scene];
  return render(1200, 800, (x, y) => {
    for (let layer = ground.length - 1; layer >= 0; layer--) {
      const edge =
        0.58 +
        layer * 0.13 +
        0.05 * Math.sin(x * (5 + layer * 2) + layer * 2) +
        0.02 * Math.sin(x * 17 + layer);
      if (y > edge) return ground[layer] ?? light;
    }
    const distance = Math.hypot((x - 0.72) * 1.5, y - 0.3);
    return distance < 0.09
      ? light
      : mix(mix(light, sky[0], Math.min(1, distance * 1.6)), mix(sky[0], sky[1], y / 0.7), 0.7);
  });
}

function render(width: number, height: number, paint: Paint): Promise<Uint8Array> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (const part of paint(column / width, row / height)) pixels[at++] = part;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}

function inside(
  x: number,
  y: number,
  centreX: number,
  centreY: number,
  radiusX: number,
  radiusY: number,
): boolean {
  const [across, down] = [(x - centreX) / radiusX, (y - centreY) / radiusY];
  return across * across + down * down < 1;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const part = (a: number, b: number) => Math.round(a + (b - a) * share);
  return [part(from[0], to[0]), part(from[1], to[1]), part(from[2], to[2])];
}

/** A soft colour of this hue (degrees) and lightness (0 to 1). */
function fromHue(hue: number, lightness: number): Colour {
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    const swing = 0.5 * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - swing * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
