/** How the sources become `out/`: the main process and its workers, the preload script, the windows. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { nodeTarget, outsideOfBundles } from './bundles.ts'
import { fromRoot } from './paths.ts'

const chromeTarget = 'chrome130'

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      externalizeDeps: true,
      sourcemap: false,
      minify: false,
      rolldownOptions: {
        external: outsideOfBundles.optional,
        input: {
          main: fromRoot('electron/main.ts'),
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
