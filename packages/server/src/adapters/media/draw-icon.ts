import sharp from 'sharp';

const SIDE = 256;

/** An animal: its colour, headwear and nose. */
interface Animal {
  readonly fur: string;
  readonly ears: string;
  readonly nose: string;
}

const round = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
const both = (x: number, y: number, r: number, fill: string) =>
  round(128 - x, y, r, fill) + round(128 + x, y, r, fill);
const shape = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`;
const line = (d: string, width = 6) =>
  `<path d="${d}" fill="none" stroke="#3b2f2f" stroke-width="${width}" stroke-linecap="round"/>`;

const dot = `<ellipse cx="128" cy="152" rx="10" ry="7" fill="#3b2f2f"/>`;
const pointed = (fill: string) =>
  shape('M58 96 L62 30 L112 66 Z', fill) + shape('M198 96 L194 30 L144 66 Z', fill);

const animals: Readonly<Record<string, Animal>> = {
  A00: {
    fur: '#a8d65c',
    ears:
      line('M104 62 C98 40 86 30 76 28') + line('M152 62 C158 40 170 30 180 28') + both(52, 28, 9, '#7bb13c'),
    nose: '',
  },
  A01: {
    fur: '#ffd95a',
    ears: shape('M104 62 C104 34 124 34 126 52 C130 30 152 36 150 62 Z', '#ef5350'),
    nose: shape('M108 146 L148 146 L128 166 Z', '#f39c12'),
  },
  A02: { fur: '#f6b26b', ears: pointed('#f6b26b'), nose: dot },
  A03: {
    fur: '#c9a27a',
    ears:
      shape('M66 70 C30 66 30 138 62 142 Z', '#8d6e52') +
      shape('M190 70 C226 66 226 138 194 142 Z', '#8d6e52'),
    nose: dot,
  },
  A04: {
    fur: '#f4e9ef',
    ears: `<ellipse cx="96" cy="48" rx="17" ry="44" fill="#f4e9ef"/><ellipse cx="160" cy="48" rx="17" ry="44" fill="#f4e9ef"/><ellipse cx="96" cy="50" rx="8" ry="30" fill="#f8bbd0"/><ellipse cx="160" cy="50" rx="8" ry="30" fill="#f8bbd0"/>`,
    nose: `<ellipse cx="128" cy="150" rx="8" ry="6" fill="#ec8fae"/>`,
  },
  A05: { fur: '#9c6b45', ears: both(62, 70, 26, '#9c6b45') + both(62, 70, 13, '#d7a97f'), nose: dot },
  A06: {
    fur: '#4a5a78',
    ears: '',
    nose:
      `<ellipse cx="128" cy="158" rx="58" ry="52" fill="#ffffff"/>` +
      shape('M110 148 L146 148 L128 166 Z', '#f5a623'),
  },
  A07: { fur: '#ee7b3d', ears: pointed('#ee7b3d'), nose: round(128, 172, 34, '#ffffff') + dot },
  A08: { fur: '#6cc070', ears: both(46, 66, 26, '#6cc070') + both(46, 64, 13, '#ffffff'), nose: '' },
  A09: {
    fur: '#f7b7c5',
    ears: pointed('#f29bb0'),
    nose: `<ellipse cx="128" cy="156" rx="26" ry="18" fill="#f29bb0"/>` + both(9, 156, 5, '#a85b6e'),
  },
};

const open = both(34, 122, 10, '#3b2f2f') + both(31, 118, 3, '#ffffff');
const smile = line('M106 178 Q128 196 150 178');
const closed = line('M82 124 Q94 114 106 124') + line('M150 124 Q162 114 174 124');

const moods: Readonly<Record<string, string>> = {
  E00: open + line('M112 180 L144 180'),
  E01: closed + `<path d="M102 174 Q128 214 154 174 Z" fill="#b5423f"/>`,
  E02: line('M82 124 L106 124') + line('M150 124 L174 124') + line('M176 38 H194 L176 60 H194', 5),
  E03: open + line('M118 182 Q128 176 138 182') + both(62, 152, 15, '#ff8a9a88'),
  E04: both(34, 120, 15, '#ffffff') + both(34, 120, 7, '#3b2f2f') + `<ellipse cx="128" cy="186" rx="11" ry="14" fill="#b5423f"/>`,
  E05: shape('M70 106 H120 V122 Q120 138 96 138 Q70 138 70 122 Z', '#26262e') + shape('M136 106 H186 V122 Q186 138 160 138 Q136 138 136 122 Z', '#26262e') + line('M118 110 H138') + line('M116 180 Q136 188 148 174'),
  E06: [94, 162].map((x) => shape(`M${x} 138 l-17 -18 a10 10 0 0 1 17 -11 a10 10 0 0 1 17 11 Z`, '#e53950')).join('') + smile,
  E07: open + `<circle cx="94" cy="122" r="24" fill="none" stroke="#3b2f2f" stroke-width="5"/><circle cx="162" cy="122" r="24" fill="none" stroke="#3b2f2f" stroke-width="5"/>` + line('M118 122 H138', 5) + smile,
  E30: closed + smile + shape('M132 186 q14 0 14 14 q0 12 -10 12 q-10 0 -10 -12 Z', '#f2728c'),
}; // prettier-ignore

const marks: Readonly<Record<string, string>> = {
  M: shape('M96 226 L124 236 L96 248 Z', '#3f72c4') + shape('M160 226 L132 236 L160 248 Z', '#3f72c4') + round(128, 237, 7, '#2d549a'),
  F: shape('M176 54 L206 38 L204 70 Z', '#e85c8c') + shape('M176 54 L148 38 L150 70 Z', '#e85c8c') + round(177, 54, 8, '#c23d6d'),
  N: '',
}; // prettier-ignore

/** An animal with its mood and the mark of its sex; the background is transparent. */
export function drawFace({
  sex,
  adj,
  animal,
}: {
  sex: string;
  adj: string;
  animal: string;
}): Promise<Buffer> {
  const { fur = '', ears = '', nose = '' } = animals[animal] ?? {};
  const head = `<ellipse cx="128" cy="140" rx="88" ry="84" fill="${fur}"/>`;
  return render(`${ears}${head}${nose}${moods[adj] ?? ''}${marks[sex] ?? ''}`);
}

const skies: Readonly<Record<string, string>> = {
  B01: '<rect width="256" height="256" fill="#7ed09a"/>',
  B02: '<rect width="256" height="256" fill="#8fd3f4"/>' + round(206, 52, 28, '#ffe27a'),
  B03: '<rect width="256" height="256" fill="#22305a"/>' + round(200, 56, 24, '#f5efc8') + [30, 84, 122, 60, 158, 226].map((x, i) => round(x, 30 + ((i * 47) % 110), 3, '#fff8d6')).join(''),
  B04: '<rect width="256" height="256" fill="#f9a66c"/><rect y="150" width="256" height="106" fill="#e2705a"/>' + round(128, 150, 46, '#ffd782'),
  B05: '<rect width="256" height="256" fill="#b7e6f5"/><rect y="132" width="256" height="70" fill="#4fb0d6"/><rect y="196" width="256" height="60" fill="#f5dfa6"/>',
  B06: '<rect width="256" height="256" fill="#fde7ef"/>' + [24, 70, 110, 150, 196, 232].map((x, i) => round(x, 34 + ((i * 71) % 150), 12, '#f7a8c4')).join(''),
}; // prettier-ignore

const fronts: Readonly<Record<string, string>> = {
  F01: '',
  F02: shape('M0 256 V214 Q32 190 64 214 Q96 190 128 214 Q160 190 192 214 Q224 190 256 214 V256 Z', '#58a65c'),
  F03: '<rect x="18" y="216" width="120" height="20" rx="3" fill="#c8553d"/><rect x="28" y="194" width="104" height="20" rx="3" fill="#588b8b"/><rect x="150" y="208" width="88" height="28" rx="3" fill="#f2c078"/>',
  F04: both(60, 222, 30, '#ffffffdd') + both(20, 236, 34, '#ffffffdd') + both(100, 240, 24, '#ffffffdd'),
  F05: [50, 128, 206].map((x) => shape(`M${x} 244 l-20 -22 a12 12 0 0 1 20 -13 a12 12 0 0 1 20 13 Z`, '#ef6f8e')).join(''),
}; // prettier-ignore

/** The background and the ground below the animal. */
export function drawBackground({
  background,
  foreground,
}: {
  background: string;
  foreground: string;
}): Promise<Buffer> {
  return render(`${skies[background] ?? ''}${fronts[foreground] ?? ''}`);
}

/** A blurred face for a person whose identity is hidden. */
export function drawMasked(): Promise<Buffer> {
  const blur = '<filter id="b"><feGaussianBlur stdDeviation="16"/></filter>';
  const face = both(62, 70, 28, '#b9a9c9') + '<ellipse cx="128" cy="140" rx="88" ry="84" fill="#cdbfdb"/>';
  return render(`${blur}<g filter="url(#b)">${face}${both(34, 128, 12, '#6d5f7d')}</g>`);
}

function render(content: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 256 256">${content}</svg>`;
  return sharp(Buffer.from(svg)).png({ palette: true }).toBuffer();
}
