// Draws the emoji that existing clients load for `[name]` in a text: node packages/server/assets/draw-emoji.mjs
// The numbers are those of the clients; the drawings are Microsoft's Fluent Emoji, see emoji.LICENSE.
// The same sharp gives the same bytes, so a run after no change changes nothing.
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SIDE = 64;
const { icons, width, height } = createRequire(import.meta.url)('@iconify-json/fluent-emoji-flat/icons.json');
const folder = join(dirname(fileURLToPath(import.meta.url)), 'static/emoji');

// 100.gif, 101.gif and so on, ten in a line.
const animated = `
  slightly-smiling-face confounded-face smiling-face-with-heart-eyes flushed-face smiling-face-with-sunglasses loudly-crying-face smiling-face-with-smiling-eyes zipper-mouth-face sleeping-face crying-face
  downcast-face-with-sweat pouting-face squinting-face-with-tongue beaming-face-with-smiling-eyes astonished-face frowning-face smirking-face anxious-face-with-sweat exploding-head face-vomiting
  face-with-hand-over-mouth grinning-face-with-smiling-eyes face-with-rolling-eyes face-with-steam-from-nose face-savoring-food sleepy-face fearful-face grinning-face-with-sweat grinning-squinting-face relieved-face
  flexed-biceps face-with-symbols-on-mouth thinking-face shushing-face face-with-spiral-eyes zany-face disappointed-face skull knocked-out-face waving-hand
  sad-but-relieved-face face-with-monocle clapping-hands grimacing-face smiling-face-with-horns left-facing-fist right-facing-fist yawning-face unamused-face worried-face
  persevering-face winking-face-with-tongue kissing-face-with-closed-eyes face-screaming-in-fear pleading-face kitchen-knife watermelon beer-mug basketball ping-pong
  hot-beverage cooked-rice pig-face rose wilted-flower kiss-mark red-heart broken-heart birthday-cake high-voltage
  bomb dagger soccer-ball lady-beetle pile-of-poo crescent-moon sun wrapped-gift hugging-face thumbs-up
  thumbs-down handshake victory-hand folded-hands backhand-index-pointing-left raised-fist pinching-hand love-you-gesture index-pointing-up ok-hand
  two-hearts sparkling-heart star-struck cold-face angry-face woman-dancing neutral-face upside-down-face open-hands cowboy-hat-face
`;
// 200.png and so on.
const still = `
  smiling-face face-with-medical-mask loudly-crying-face face-with-tongue woozy-face hushed-face face-screaming-in-fear pensive-face winking-face smiling-face-with-halo
  face-with-raised-eyebrow new-moon-face ghost wrapped-gift folded-hands flexed-biceps money-bag shortcake confetti-ball party-popper
`;

await mkdir(folder, { recursive: true });
for (const [i, name] of names(animated).entries()) await draw(name, `${100 + i}.gif`);
for (const [i, name] of names(still).entries()) await draw(name, `${200 + i}.png`);

function names(text) {
  return text.trim().split(/\s+/);
}

async function draw(name, file) {
  const icon = icons[name];
  if (!icon) throw new Error(`There is no emoji called ${name}.`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${SIDE}" height="${SIDE}">${icon.body}</svg>`;
  const image = sharp(Buffer.from(svg), { density: 288 }).resize(SIDE, SIDE);
  await (file.endsWith('.gif') ? image.gif() : image.png({ palette: true })).toFile(join(folder, file));
}
