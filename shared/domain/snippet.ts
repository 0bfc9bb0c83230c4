/** What can be copied about a server. Free of zod, so that a window can name them without a parser. */
export const snippets = ['address', 'curl', 'python'] as const
export type Snippet = (typeof snippets)[number]
