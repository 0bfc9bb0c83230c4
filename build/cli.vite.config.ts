/**
 * How `electron/cli.ts` and `electron/docker-credential.ts` become `out/cli/`. The command line has bundles of its own: it loads each
 * word's code when that word is asked for, and the app, which needs nearly all of it at once, would start
 * slower from the many small chunks that this makes.
 */
import { defineConfig } from 'vite'
import { nodeTarget, outsideOfBundles } from './bundles.ts'
import { lazySchemas } from './lazy-schemas.ts'
import { fromRoot } from './paths.ts'

/** What nearly every command needs: together, for finding and opening thirty files takes as long as most of them do. */
const core =
  /\/(?:shared|electron\/(?:files|redaction|log|keyring\/(?!session-bus)|providers|credentials)|node_modules\/(?:zod|commander))\//

/** What a start needs before anything else: alone, because a running app may answer, and then it is all that is needed. */
const start =
  /\/(?:package\.json|electron\/(?:environment|cli\/(?:start|ask-app|app-socket|code-cache))\.ts)$/

export default defineConfig({
  publicDir: false,
  plugins: [lazySchemas()],
  ssr: { noExternal: true, external: outsideOfBundles.packages },
  build: {
    ssr: true,
    target: nodeTarget,
    sourcemap: false,
    minify: false,
    rolldownOptions: {
      external: outsideOfBundles.optional,
      input: {
        cli: fromRoot('electron/cli.ts'),
        'docker-credential-hubkey': fromRoot('electron/docker-credential.ts'),
      },
      output: {
        format: 'cjs',
        // A package's programs are started by name.
        banner: ({ isEntry }) => (isEntry ? '#!/usr/bin/env node' : ''),
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        entryFileNames: '[name].cjs',
        chunkFileNames: 'chunks/[name]-[hash].cjs',
        codeSplitting: {
          groups: [
            { name: 'start', test: start, priority: 1 },
            { name: 'core', test: core },
          ],
        },
      },
    },
  },
})
