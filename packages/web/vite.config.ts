import { join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type ViteDevServer } from 'vite';

const root = import.meta.dirname;
/** A server that runs on this machine, for `npm run web`. */
const SERVER = 'http://localhost:8080';

/** In development too, the paths of the console have its page. */
function serveConsole({ middlewares }: ViteDevServer): void {
  middlewares.use((request, _response, next) => {
    if (/^\/console(?:[/?]|$)/.test(request.url ?? '')) request.url = '/console.html';
    next();
  });
}

export default defineConfig({
  root,
  plugins: [react(), tailwind(), { name: 'console', configureServer: serveConsole }],
  // The sources of the packages in place of what is built: an edit counts without a build.
  resolve: {
    alias: [{ find: /^@kith\/(contract|sdk)$/, replacement: join(root, '../$1/src/index.ts') }],
  },
  server: {
    proxy: {
      ...Object.fromEntries(['/im', '/api', '/admin', '/static', '/uploads'].map((path) => [path, SERVER])),
      '/ws': { target: SERVER, ws: true },
    },
  },
  build: {
    outDir: join(root, '../server/web'),
    emptyOutDir: true,
    assetsDir: 'app',
    manifest: true,
    rolldownOptions: {
      input: {
        index: join(root, 'index.html'),
        console: join(root, 'console.html'),
        'service-worker': join(root, 'src/worker/service-worker.ts'),
      },
      output: {
        // A worker serves the folder of its script, and browsers look for new versions under the same name.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'app/[name]-[hash].js'),
      },
    },
    // No file may be a `data:` URL: the page's policy refuses them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome123', 'firefox128', 'safari17.5'],
    reportCompressedSize: false,
    // The names of all emoji in a language, loaded when somebody looks for one.
    chunkSizeWarningLimit: 1000,
  },
});
