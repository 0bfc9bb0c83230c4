/** Tokens of one conversation in the embedded engine. A cache for more costs gigabytes. */
export const mostContext = 8192

const smallModelBytes = 2 * 1024 * 1024 * 1024

/** Conversations that the embedded engine keeps room for: large models leave memory for fewer. */
export function conversationsFor(modelBytes: number): number {
  return modelBytes < smallModelBytes ? 4 : 2
}
