/** How the sources become `out/`: the main process and its workers, the preload script, the windows. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { fromRoot } from './paths.ts'

/**
 * The oldest Electron that the bundles must run on is the development fallback, 33 (Node 20.18,
 * Chromium 130). electron-vite would otherwise aim at the newest Electron it knows.
 */
const nodeTarget = 'node20.18'
const chromeTarget = 'chrome130'

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      // Everything in `dependencies` is native or ESM-only and stays outside; the rest is bundled,
      // so that starting costs one file read per chunk instead of a walk through node_modules.
      externalizeDeps: true,
      sourcemap: false,
      minify: false,
      rolldownOptions: {
        // dbus-next asks for these two inside try blocks: buses without an address of their own
        // and file descriptors over the bus, neither of which Hubkey uses.
        external: ['x11', 'usocket'],
        input: {
          main: fromRoot('electron/main.ts'),
          cli: fromRoot('electron/cli.ts'),
          'keyring-worker': fromRoot('electron/keyring/worker.ts'),
          'engine-worker': fromRoot('electron/engine/worker.ts'),
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // node-llama-cpp is ESM-only: its import() must stay one, a require() of it would throw.
          dynamicImportInCjs: true,
        },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      // A sandboxed preload script can require nothing but electron, and must be CommonJS.
      externalizeDeps: false,
      sourcemap: false,
      rolldownOptions: {
        input: { preload: fromRoot('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: fromRoot('renderer'),
    plugins: [react()],
    build: {
      target: chromeTarget,
      sourcemap: false,
      minify: true,
      rolldownOptions: {
        input: { index: fromRoot('renderer/index.html'), token: fromRoot('renderer/token.html') },
      },
    },
  },
})
