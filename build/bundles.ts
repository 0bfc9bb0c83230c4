/** What the bundles of the app and of the command line have in common. */

/**
 * The oldest Electron that the bundles must run on is the development fallback, 33 (Node 20.18,
 * Chromium 130). electron-vite would otherwise aim at the newest Electron it knows.
 */
export const nodeTarget = 'node20.18'

/**
 * What stays outside. Everything in `dependencies` is native or ESM-only; the rest is bundled, so that starting costs
 * one file read per chunk instead of a walk through node_modules.
 */
export const outsideOfBundles = {
  packages: ['keytar', 'node-llama-cpp', '@lydell/node-pty', 'koffi'],
  // dbus-next asks for these two inside try blocks: buses without an address of their own
  // and file descriptors over the bus, neither of which Hubkey uses.
  optional: ['x11', 'usocket'],
}
