import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..', '..', '..')

/** A folder with a freshly built `engine-worker.cjs`, and what removes it. */
export interface BuiltWorker {
  readonly folder: string
  remove(): void
}

/**
 * Bundles the engine's process as the product's build does. The folder lies below `node_modules`,
 * so that the bundle finds node-llama-cpp.
 */
export async function buildEngineWorker(): Promise<BuiltWorker> {
  const workshop = join(root, 'node_modules', '.hubkey-build')
  mkdirSync(workshop, { recursive: true })
  const folder = mkdtempSync(join(workshop, 'engine-test-'))
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['node-llama-cpp'] },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      minify: false,
      rolldownOptions: {
        input: { 'engine-worker': join(root, 'electron/engine/worker.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', dynamicImportInCjs: true },
      },
    },
  })
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
