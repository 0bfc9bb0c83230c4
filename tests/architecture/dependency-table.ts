/** Who may import whom: the architecture of Hubkey as data. The test beside it holds the code to it. */

/**
 * The main process, from the ground up. A part may import the parts of rows above its own, and
 * itself; never a part of its own row or below. So no two parts depend on each other, and each can be
 * understood with what stands above it.
 */
export const mainProcess: readonly (readonly string[])[] = [
  ['electron/ports.ts', 'electron/redaction'],
  ['electron/environment.ts', 'electron/log', 'electron/files'],
  ['electron/hf-environment.ts', 'electron/http', 'electron/node-host.ts'],
  ['electron/ngc-environment.ts'],
  [
    ...['electron/keyring', 'electron/providers', 'electron/hub', 'electron/engine'],
    'electron/sinks',
  ],
  ['electron/credentials'],
  ['electron/foreign'],
  ['electron/launcher', 'electron/jobs', 'electron/doctor'],
  ['electron/app'],
  ['electron/api', 'electron/cli'],
  // A running app answers for the command line.
  ['electron/desktop'],
  ['electron/main.ts', 'electron/cli.ts', 'electron/docker-credential.ts', 'electron/preload.ts'],
]

/** What a side of the program may import beside itself: sides, and packages by name. */
export const sides: Readonly<
  Record<
    string,
    { readonly sides: readonly string[]; readonly packages: 'any' | readonly string[] }
  >
> = {
  shared: { sides: [], packages: ['zod'] },
  renderer: {
    sides: ['shared'],
    packages: [
      ...['react', 'react-dom', 'zustand', '@tanstack/react-virtual'],
      ...['react-markdown', 'remark-gfm'],
    ],
  },
  electron: { sides: ['shared'], packages: 'any' },
}

/** Packages with a home: whoever else wants what they do asks that part for it. */
export const homesOfPackages: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/desktop', 'electron/main.ts', 'electron/preload.ts'],
  keytar: ['electron/keyring'],
  koffi: ['electron/launcher'],
  'node-llama-cpp': ['electron/engine'],
  undici: ['electron/http'],
  commander: ['electron/cli', 'electron/cli.ts'],
}
