import fc from 'fast-check'

/** Token-shaped fixtures are built at run time, so that no scanner takes this file for a leak. */
export const huggingFaceToken = `hf_${'aB3dE5gH'.repeat(4)}xY`
export const ngcToken = `nvapi-${'Zz9_yX-w'.repeat(8)}`
/** A token with everything that some encoding changes. */
export const oddToken = 'p@ss/w+rd&"<q>\\%='

const alphanumeric = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')

/** Tokens as providers make them, and as unlike them as a token can be. */
export const anyToken = fc.oneof(
  fc
    .string({ unit: fc.constantFrom(...alphanumeric), minLength: 34, maxLength: 34 })
    .map((rest) => `hf_${rest}`),
  fc
    .string({ unit: fc.constantFrom(...alphanumeric, '-', '_'), minLength: 16, maxLength: 64 })
    .map((rest) => `nvapi-${rest}`),
  fc
    .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 24 })
    // Beside half a secret that ends with a bracket, the mask's own bracket would complete it.
    .filter((text) => text.trim() === text && !/[[\]]/.test(text)),
  // Few letters make a secret overlap itself and others.
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 8, maxLength: 12 }),
)
