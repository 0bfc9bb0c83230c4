/**
 * Names that llama.cpp's quantisers give (`llama-quantize --help`) plus those of the common
 * republishers: `Q4_K_M`, `IQ2_XXS`, `TQ1_0`, `MXFP4`, `BF16`, `Q4_K_XL` …
 */
const pattern = new RegExp(
  [
    '(?<![a-z0-9])(?:',
    'iq[1-4]_(?:xxs|xs|nl|s|m|xl)',
    '|tq[12]_0',
    '|q[1-8]_(?:k(?:_(?:xxl|xl|s|m|l))?|[01](?:_[48]_[48])?)',
    '|(?:mx|nv)fp4(?:_moe)?',
    '|bf16|fp?16|fp?32',
    ')(?![a-z0-9])',
  ].join(''),
  'gi',
)

/**
 * Quantisation as a file's name tells it, in capitals; null when it tells none. The file's own name
 * beats its folder's, and the last mention beats earlier ones (`bf16-to-Q4_K_M`).
 */
export function quantisationOf(path: string): string | null {
  for (const part of path.split('/').reverse()) {
    const found = part.match(pattern)?.at(-1)
    if (found !== undefined) return found.toUpperCase().replace(/^FP(?=16|32)/, 'F')
  }
  return null
}
