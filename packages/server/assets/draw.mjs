// Draws the pictures that ship with the server from their sources: node packages/server/assets/draw.mjs
// The same sharp gives the same bytes, so a run after no change changes nothing.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const assets = dirname(fileURLToPath(import.meta.url));
const chosen = [1, 2, 3, 4, 5, 6].map((id) => `default_avatar_${id}`);
const avatars = ['default_man', 'default_woman', 'default_group_photo', 'default_anonymous', ...chosen];

for (const name of avatars) {
  for (const size of [70, 90, 300]) await draw(name, `photo/${name}/${size}.jpg`, size, size);
}
await draw('default_circle_img', 'photo/default_circle_img.jpg', 1080, 720);
await draw('default_photo_path', 'photo/default_photo_path.png', 300, 300);
await draw('default_video_poster', 'photo/default_video_poster.jpg', 640, 360);
for (const name of ['help', 'link']) await draw(`starter_${name}`, `uploads/starter/${name}.jpg`, 300, 300);

async function draw(source, output, width, height) {
  const path = join(assets, 'static', output);
  await mkdir(dirname(path), { recursive: true });
  // Drawn at four times the usual density and then made smaller: smoother edges at 70 pixels.
  const image = sharp(join(assets, `sources/${source}.svg`), { density: 288 }).resize(width, height).flatten({ background: '#ffffff' });
  await (output.endsWith('.png') ? image.png({ palette: true }) : image.jpeg({ quality: 88, mozjpeg: true, chromaSubsampling: '4:4:4' })).toFile(path);
}
