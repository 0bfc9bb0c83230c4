/**
 * What becomes of a server when Hubkey ends. Free of zod, so that a window can name them without
 * loading a parser.
 */
export const launchModes = ['own', 'persist', 'reuse'] as const
export type LaunchMode = (typeof launchModes)[number]
